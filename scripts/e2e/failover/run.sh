#!/usr/bin/env bash
# Two real Swarms (a primary and a stand-by, each with its engine behind TLS), a third place where failover runs, two witnesses and a
# real BIND 9: what moves stacks and records, what must not, and what happens to who is killed in the middle.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
e2e_begin
apt_install bind9 bind9-dnsutils openssl
DROVER_STATE=$E2E_WORK/state ensure_tokens

swarm=$E2E_WORK/swarm
named_pid=
evidence() {
  status_now | jq -c . || true
  tail -n 5 "$E2E_WORK/named.log" "$E2E_WORK/fence.log" || true
}
cleanup() {
  # Its parent may be gone, so it is no child that e2e_end would end.
  [ -z "$named_pid" ] || ! is_process "$named_pid" named || kill -9 "$named_pid"
  [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"
}
docker_on() { node_docker "$swarm/node$1" "${@:2}"; }
now() { date +%s%3N; }

# --- certificates: one authority, one certificate for both engines, one for who asks them
certificates() {
  local network=$1 dir=$E2E_WORK/tls
  mkdir -p "$dir"
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=drover-test-ca -keyout "$dir/ca-key.pem" -out "$dir/ca.pem"
  printf 'subjectAltName=IP:198.18.%s.11,IP:198.18.%s.12\n' "$network" "$network" >"$dir/server.ext"
  printf 'extendedKeyUsage=clientAuth\n' >"$dir/client.ext"
  signed "$dir" server /CN=engine
  signed "$dir" client /CN=drover
  mkdir -p "$dir/drover"
  cp "$dir/ca.pem" "$dir/drover/ca.pem"
  cp "$dir/client.pem" "$dir/drover/cert.pem"
  cp "$dir/client-key.pem" "$dir/drover/key.pem"
}
signed() {
  openssl req -newkey rsa:2048 -nodes -subj "$3" -keyout "$1/$2-key.pem" -out "$1/$2.csr"
  openssl x509 -req -days 2 -in "$1/$2.csr" -CA "$1/ca.pem" -CAkey "$1/ca-key.pem" -CAcreateserial -extfile "$1/$2.ext" -out "$1/$2.pem"
}

say "making three Swarms of one node each: primary, stand-by, and a third place"
mkdir -p "$swarm"
claim_network "$swarm"
network=$(cat "$swarm/network")
certificates "$network" >/dev/null 2>&1 || die "no certificates could be made"
tls=(--tlsverify --tlscacert "$E2E_WORK/tls/ca.pem" --tlscert "$E2E_WORK/tls/server.pem" --tlskey "$E2E_WORK/tls/server-key.pem" -H tcp://0.0.0.0:2376)
NODE_OPTIONS=("${tls[@]}")
make_swarm "$swarm" 3 apart || die "the private Swarms did not start"
host=198.18.$network.1
primary=198.18.$network.11
standby=198.18.$network.12
watcher=198.18.$network.13

for node in 1 2; do
  tar -C / --transform 's|.*/busybox|bin/busybox|' -c "$(command -v busybox | cut -c 2-)" | docker_on "$node" import - drover-test/busybox:1 >/dev/null
done
# The stack as the primary has it: a network, a config and a secret of its own. The page tells which node serves.
stack=(--label com.docker.stack.namespace=app)
docker_on 1 network create --driver overlay "${stack[@]}" app_net >/dev/null
printf 'page' | docker_on 1 config create "${stack[@]}" app_page - >/dev/null
printf 'key' | docker_on 1 secret create "${stack[@]}" app_key - >/dev/null
service() {
  local name=$1
  shift
  docker_on 1 service create --detach --name "$name" "${stack[@]}" --endpoint-mode dnsrr --network app_net --no-resolve-image "$@" >/dev/null
}
service app_db --secret app_key drover-test/busybox:1 /bin/busybox sleep 100000
service app_web --hostname '{{.Node.Hostname}}' --config source=app_page,target=/page --publish mode=host,published=8080,target=8080 drover-test/busybox:1 \
  /bin/busybox sh -c '/bin/busybox mkdir /www; (/bin/busybox hostname; /bin/busybox cat /page) >/www/index.html; exec /bin/busybox httpd -f -p 8080 -h /www'
serves() { [ "$(curl -s --max-time 10 "http://$1:8080/" | tr '\n' ' ')" = "$2 page" ]; }
running_at() { docker_on "$1" ps -q --filter name=app_ | wc -l; }
off_at() { [ "$(running_at "$1")" = 0 ] && [ "$(replicas_at "$1" app_web)" = 0 ] && [ "$(replicas_at "$1" app_db)" = 0 ]; }
replicas_at() { docker_on "$1" service inspect --format '{{.Spec.Mode.Replicated.Replicas}}' "$2"; }
eventually 300 "the primary serves" serves "$primary" node1

say "starting BIND 9"
dns_port=$(free_port)
tsig-keygen -a hmac-sha256 drover >"$E2E_WORK/update.key"
mkdir -p "$E2E_WORK/dns"
# shellcheck disable=SC2016 # zone files have dollars, too
printf '%s\n' '$TTL 60' "@ IN SOA ns admin ( 1 60 10 600 60 )" "@ IN NS ns" "ns IN A $host" "app 5 IN A $primary" >"$E2E_WORK/dns/example.test.db"
cat >"$E2E_WORK/dns/named.conf" <<CONF
options { directory "$E2E_WORK/dns"; pid-file "$E2E_WORK/dns/named.pid"; session-keyfile none; listen-on port $dns_port { $host; };
  listen-on-v6 { none; }; recursion no; dnssec-validation no; notify no; };
controls { };
$(cat "$E2E_WORK/update.key")
zone "example.test" { type primary; file "example.test.db"; allow-update { key drover; }; };
CONF
start_named() {
  named -g -n 1 -c "$E2E_WORK/dns/named.conf" >>"$E2E_WORK/named.log" 2>&1 &
  named_pid=$!
  E2E_CHILDREN+=("$named_pid")
}
stop_named() {
  kill -9 "$named_pid"
  wait "$named_pid" 2>/dev/null || true
}
answer() { dig +short +norecurse +time=10 +tries=3 "@$host" -p "$dns_port" app.example.test A; }
leads_to() { [ "$(answer)" = "$1" ]; }
start_named
eventually 300 "BIND answers with the primary" leads_to "$primary"

# The power switch: it ends everything of the primary's node at once, and fails for a site that it doesn't know.
cat >"$E2E_WORK/fence" <<FENCE
#!/bin/bash
set -euo pipefail
. "$DROVER_ROOT/scripts/lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
case \$DROVER_SITE in one) node=1 ;; two) node=2 ;; *) exit 1 ;; esac
kill_node "$swarm/node\$node"
printf '%s %s\n' "\$DROVER_SITE" "\$DROVER_MOVE" >>"$E2E_WORK/fence.log"
FENCE
chmod +x "$E2E_WORK/fence"

ports=()
for witness in 1 2; do
  port=$(free_port)
  ports+=("$port")
  start_service agent "witness$witness" "$port" -Dquarkus.http.host="$host" "-DDOCKER_HOST=unix://$swarm/node3/docker.sock" \
    "-Ddrover.agent.probes=$primary:8080,$standby:8080"
done
cat >"$E2E_WORK/failover.yml" <<YAML
sites:
  - { name: one, engine: "tcp://$primary:2376", certificates: $E2E_WORK/tls/drover, entries: [{ name: one-web, check: "http://$primary:8080/" }] }
  - { name: two, engine: "tcp://$standby:2376", certificates: $E2E_WORK/tls/drover, entries: [{ name: two-web, check: "http://$standby:8080/" }] }
witnesses:
  - { name: w1, agent: "http://$host:${ports[0]}" }
  - { name: w2, agent: "http://$host:${ports[1]}" }
records:
  - { name: app.example.test, ttl: 5s, addresses: { one: [$primary], two: [$standby] } }
dns: { zone: example.test, key: $E2E_WORK/update.key, servers: ["$host:$dns_port"], timeout: 5s }
stacks:
  - { name: app, order: [db, web] }
policy:
  period: 1s
  timeout: 1s
  failures: 3
  repair: 1m
  hold-down: 1s
  flaps: { most: 100, within: 1h }
  moves: { most: 100, within: 1h }
  start-within: 15m
  back-after: 3s
  fence: { command: [$E2E_WORK/fence], timeout: 3m, without: refuse }
YAML

port=$(free_port)
# Failover lives in the third place: its network is what is cut where the watcher is.
start_watcher() {
  E2E_WITHIN=(nsenter "--net=/run/netns/drover-$network-3")
  start_service failover failover "$port" -Dquarkus.http.host="$watcher" "-DDOCKER_HOST=unix://$swarm/node3/docker.sock" \
    -Ddrover.failover.description="$E2E_WORK/failover.yml" -Ddrover.failover.agents.token-file="$DROVER_STATE/agent.token"
  E2E_WITHIN=()
}
# From within, so that it can be asked while the third place is cut off.
asked() {
  nsenter "--net=/run/netns/drover-$network-3" curl -sS --max-time 30 \
    -K <(printf 'header = "Authorization: Bearer %s"\n' "$(cat "$DROVER_STATE/viewer.token")") "http://$watcher:$port$1"
}
status_now() { asked /v1/failover; }
command_line() { DROVER_FAILOVER_URL=http://$watcher:$port DROVER_TOKEN_FILE=$DROVER_STATE/operator.token "$DROVER_ROOT/scripts/drover" "$@"; }
state_is() { [ "$(status_now | jq -r "$1")" = "$2" ]; }
phase_is() { state_is .phase "$1"; }
code_is() { status_now | jq -e --arg code "$1" '.reasons[] | select(.code == $code)'; }
sure() { status_now | jq -e --arg site "$1" '[.sites[] | select(.site == $site) | .places[] | select(.sight == "UP" and .count >= 3)] | length == 3'; }
# at PHASE: when the newest decision was made that led to it, in milliseconds.
at() {
  asked "/v1/decisions?limit=200" |
    jq -r --arg phase "$1" '[.decisions[] | select(.summary | startswith($phase + ":")) | .at][0] | sub("(?<ms>\\.[0-9]{3})[0-9]*Z"; "\(.ms)Z") |
      capture("(?<s>.*)\\.(?<ms>[0-9]+)Z") | ((.s + "Z" | fromdate) * 1000 + (.ms | tonumber))'
}
figure() { printf 'figure failover_%s %s ms\n' "$1" "$2"; }

start_watcher
eventually 600 "failover watches" phase_is HEALTHY
eventually 300 "every place sees the primary" sure one

say "the mirror: all but the secret, which nobody can read"
finding() { status_now | jq -e --arg code "$1" '.mirror.findings[] | select(.code == $code)'; }
eventually 300 "the secret that the stand-by lacks is named" finding MissingSecret
lacks_the_secret() { command_line failover test; }
if lacks_the_secret >/dev/null; then die "a game day did not tell of the secret"; fi
printf 'key' | docker_on 2 secret create app_key - >/dev/null
ready() { status_now | jq -e '.mirror | .why == "" and .findings == [] and (.ready | length == 2)'; }
eventually 300 "the stand-by is ready" ready
check "nothing runs there" test "$(running_at 2)" = 0

say "a game day without effect"
# On a busy machine a place may not be sure at a moment.
would_move() {
  command_line failover test >"$E2E_WORK/test" 2>&1 && finds '^a move would succeed$' "$E2E_WORK/test" && finds '^ok    decision: 3 of 3 places' "$E2E_WORK/test"
}
eventually 300 "everything would hold, and the decision would be to move" would_move
check "nothing moved" state_is .move 0
check "the records lead where they led" leads_to "$primary"

say "a link that flaps"
# A machine that stalls must not turn a flap into a death: twenty failures in a row leave as many seconds to heal the link.
failures() { sed -i "s/failures: [0-9]*/failures: $1/" "$E2E_WORK/failover.yml"; }
failures 20
eventually 300 "every place sees the primary" sure one
suspect() { status_now | jq -e '.reasons[] | select(.code == "Failing" or .code == "NotYetSure")'; }
for _ in 1 2 3; do
  private_swarm cut "$swarm" 1
  until_true 300 suspect || die "the cut was not noticed"
  private_swarm heal "$swarm" 1
  until_true 300 phase_is HEALTHY || die "it did not come back"
done
check "no move began" state_is .move 0
failures 3
eventually 300 "every place sees the primary" sure one

say "cutting off who watches"
private_swarm cut "$swarm" 3
eventually 300 "it says that it is cut off" code_is CutOff
check "it did not move" state_is .move 0
private_swarm heal "$swarm" 3
eventually 300 "it sees the primary again" sure one
eventually 300 "and stays" phase_is HEALTHY
check "it did not move then, either" state_is .move 0

say "the primary loses its power"
killed=$(now)
private_swarm kill "$swarm" 1
gone=$(now)
until_true 300 leads_to "$standby" || die "the records did not follow"
pointed=$(now)
eventually 300 "the stand-by serves" serves "$standby" node2
eventually 300 "the move is over" phase_is ACTIVE
# What was decided is in the journal a moment after it can be seen.
told_of() { local phase; for phase in "$@"; do [ -n "$(at "$phase")" ] || return 1; done; }
eventually 300 "so says the journal" told_of FENCING STARTING ACTIVE
figure killing_took "$((gone - killed))"
figure decided "$(($(at FENCING) - killed))"
figure fenced "$(($(at STARTING) - $(at FENCING)))"
figure started_and_pointed "$(($(at ACTIVE) - $(at STARTING)))"
figure answer_changed "$((pointed - killed))"
# Swarm's own time of the last task's start, by the clock of the same machine.
healthy=$(docker_on 2 service ps --filter desired-state=running --format '{{.ID}}' app_web |
  xargs docker -H "unix://$swarm/node2/docker.sock" inspect --format '{{json .Status.Timestamp}}' | jq -rs max)
figure answer_changed_after_healthy "$((pointed - $(date -d "$healthy" +%s%3N)))"

say "the primary comes back as it was"
private_swarm revive "$swarm" 1
eventually 300 "its stacks are turned off" off_at 1
check "the records stay" leads_to "$standby"
check "the stand-by serves" serves "$standby" node2

say "failing back, on order"
check "what would be lost is told" finds '^- two serves since' <<<"$(command_line failover back)"
check "it stays" phase_is ACTIVE
# back MOVE: gives the order, or it was taken already as that move, and only the answer was lost.
back() { command_line failover back --yes || state_is .move "$1"; }
eventually 300 "the order is taken once the primary was up for a while" back 2
eventually 300 "the primary serves again" serves "$primary" node1
eventually 300 "the records lead back" leads_to "$primary"
eventually 300 "the move is over" phase_is HEALTHY
eventually 300 "the stand-by is off" off_at 2

say "the primary is cut off, and who moves is killed at each step"
eventually 300 "every place sees the primary" sure one
private_swarm cut "$swarm" 1
comes_to() { phase_is "$1" || phase_is ACTIVE; }
for phase in FENCING STARTING; do
  until_true 300 comes_to "$phase" || die "it did not come to $phase"
  end_service failover
  say "killed at $(docker_on 3 config inspect drover.failover.state --format '{{index .Spec.Labels "drover.failover.state"}}' | jq -r .phase)"
  start_watcher
  until_true 600 status_now || true
done
eventually 600 "the next one ended the move" phase_is ACTIVE
check "the site that was cut off was turned off from outside" finds '^one ' "$E2E_WORK/fence.log"
check "nothing runs there" test ! -e "$swarm/node1/mounts"
eventually 300 "the stand-by serves" serves "$standby" node2
check "the records lead there" leads_to "$standby"
private_swarm heal "$swarm" 1
private_swarm revive "$swarm" 1
eventually 300 "back as it was, it is turned off" off_at 1

say "moving back while BIND is down"
stop_named
eventually 300 "the order is taken" back 4
eventually 300 "the primary serves" serves "$primary" node1
eventually 300 "it says that the records wait" code_is RecordsNotChanged
start_named
eventually 300 "the records follow" leads_to "$primary"
eventually 300 "the move is over" phase_is HEALTHY
eventually 300 "the stand-by is off" off_at 2

say "moving on order while both are well"
eventually 300 "every place sees the primary" sure one
there() { command_line failover now two >"$E2E_WORK/now" && finds '^FENCING: move 5 is under way' "$E2E_WORK/now" || state_is .move 5; }
eventually 300 "the order is taken" there
eventually 300 "the stand-by serves" serves "$standby" node2
eventually 300 "the records lead there" leads_to "$standby"
eventually 300 "the move is over" phase_is ACTIVE
eventually 300 "the primary is off" off_at 1
check "the status says so" finds '^ACTIVE since .*: two serves$' <<<"$(command_line failover status)"
