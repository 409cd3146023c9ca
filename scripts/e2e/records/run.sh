#!/usr/bin/env bash
# One Swarm over three nodes, a real BIND 9, and two witnesses elsewhere: the address of a node that dies leaves the record and comes back
# once, after the hold-down; a node that bounces, and a watcher that hears nobody, change nothing; while BIND is down it is said. The node
# that failover itself is on dies, too.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
e2e_begin
apt_install bind9 bind9-dnsutils
DROVER_STATE=$E2E_WORK/state ensure_tokens

swarm=$E2E_WORK/swarm
cleanup() { [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"; }
docker_on() { node_docker "$swarm/node$1" "${@:2}"; }
now() { date +%s%3N; }
figure() { printf 'figure %s %s s\n' "$1" "$(awk -v ms="$2" 'BEGIN { printf "%.3f", ms / 1000 }')"; }

say "making a Swarm of three managers"
mkdir -p "$swarm"
private_swarm start "$swarm" 3
network=$(cat "$swarm/network")
node() { printf '198.18.%s.%s\n' "$network" "$((10 + $1))"; }
for node in 1 2 3; do import_busybox "unix://$swarm/node$node/docker.sock" drover-test/busybox:1; done
docker_on 1 service create --quiet --detach --name web --mode global --publish mode=host,published=8080,target=8080 --no-resolve-image \
  drover-test/busybox:1 /bin/busybox sh -c 'mkdir -p /www && echo served >/www/index.html && exec /bin/busybox httpd -f -p 8080 -h /www' >/dev/null
serves() { [ "$(curl -s --max-time 10 "http://$(node "$1"):8080/")" = served ]; }
all_managers_in_reach() { [ "$(docker_on 1 node ls --format '{{.Status}} {{.ManagerStatus}}' | grep -cE '^Ready (Leader|Reachable)$')" = 3 ]; }
for node in 1 2 3; do eventually 300 "node $node serves" serves "$node"; done

# A machine without power answers nothing; its network is still there here, and would refuse.
power_off() { private_swarm cut "$swarm" "$1"; private_swarm kill "$swarm" "$1"; }
power_on() { private_swarm heal "$swarm" "$1"; private_swarm revive "$swarm" "$1"; }

# place I: where a witness is, with a wire of its own that `private_swarm cut` knows; it ends with the network.
place() {
  local namespace=drover-$network-$1
  ip netns add "$namespace"
  ip link add "drv${network}n$1" type veth peer name eth0 netns "$namespace"
  ip link set "drv${network}n$1" master "drb$network" up
  ip -n "$namespace" link set lo up
  ip -n "$namespace" addr add "$(node "$1")/24" dev eth0
  ip -n "$namespace" link set eth0 up
}
for witness in 4 5; do
  place "$witness"
  E2E_WITHIN=(nsenter "--net=/run/netns/drover-$network-$witness")
  start_service agent "witness$witness" 9480 -Dquarkus.http.host="$(node "$witness")" "-DDOCKER_HOST=unix://$swarm/node1/docker.sock" \
    "-Ddrover.agent.state=$E2E_WORK/witness$witness" "-Ddrover.agent.probes=$(node 1):8080,$(node 2):8080,$(node 3):8080"
  E2E_WITHIN=()
done

say "starting BIND 9"
dns_port=$(free_port)
tsig-keygen -a hmac-sha256 drover >"$E2E_WORK/update.key"
mkdir -p "$E2E_WORK/dns"
# shellcheck disable=SC2016 # zone files have dollars, too
printf '%s\n' '$TTL 60' "@ IN SOA ns admin ( 1 60 10 600 60 )" "@ IN NS ns" "ns IN A 127.0.0.1" "app 5 IN A $(node 1)" "app 5 IN A $(node 2)" \
  "app 5 IN A $(node 3)" >"$E2E_WORK/dns/example.test.db"
cat >"$E2E_WORK/dns/named.conf" <<CONF
options { directory "$E2E_WORK/dns"; pid-file "$E2E_WORK/dns/named.pid"; session-keyfile none; listen-on port $dns_port { 127.0.0.1; };
  listen-on-v6 { none; }; recursion no; dnssec-validation no; notify no; };
controls { };
$(cat "$E2E_WORK/update.key")
zone "example.test" { type primary; file "example.test.db"; allow-update { key drover; }; };
CONF
start_named() {
  named -g -n 1 -c "$E2E_WORK/dns/named.conf" >>"$E2E_WORK/named.log" 2>&1 &
  PID_OF[named]=$!
  E2E_CHILDREN+=("$!")
}
asked() { dig +short +norecurse +time=10 +tries=3 @127.0.0.1 -p "$dns_port" "$@"; }
# leads_to I...: the record has the addresses of these nodes, and no others.
leads_to() { [ "$(asked app.example.test A | sort)" = "$(for one in "$@"; do node "$one"; done | sort)" ]; }
# The server counts its changes itself: one more for each.
serial() { asked example.test SOA | cut -d ' ' -f 3; }
changes_are() { [ "$(serial)" = $((1 + $1)) ]; }
start_named
eventually 300 "BIND answers with all three addresses" leads_to 1 2 3

cat >"$E2E_WORK/failover.yml" <<YAML
sites:
  - name: home
    engine: unix://$swarm/node1/docker.sock
    entries:
      - { name: node1, check: "http://$(node 1):8080/" }
      - { name: node2, check: "http://$(node 2):8080/" }
      - { name: node3, check: "http://$(node 3):8080/" }
witnesses:
  - { name: w4, agent: "http://$(node 4):9480" }
  - { name: w5, agent: "http://$(node 5):9480" }
records:
  - { name: app.example.test, ttl: 5s, addresses: { node1: [$(node 1)], node2: [$(node 2)], node3: [$(node 3)] } }
dns: { zone: example.test, key: $E2E_WORK/update.key, servers: ["127.0.0.1:$dns_port"], timeout: 5s }
# A busy machine answers probes late; and while an address is held down, the case has something to do.
policy: { period: 1s, timeout: 1s, failures: 3, hold-down: 30s }
YAML
# failover NAME PORT I: a replica, with the engine of node I.
failover() {
  start_service failover "$1" "$2" "-DDOCKER_HOST=unix://$swarm/node$3/docker.sock" "-Ddrover.failover.description=$E2E_WORK/failover.yml" \
    "-Ddrover.failover.agents.token-file=$DROVER_STATE/agent.token"
}
port=$(free_port)
failover a "$port" 1
status_now() { ask "$port" /v1/failover; }
evidence() {
  printf '== %s\n' "$(asked app.example.test A | tr '\n' ' ')" "serial $(serial)" "$(status_now)" "$(ask "$port" /v1/status)" "$(moves)"
}
# places I FILTER: how many places' newest view of a node this holds for.
places() { status_now | jq --arg entry "node$1" "[.entries[] | select(.entry == \$entry) | .places[] | select($2)] | length"; }
at_least() { [ "$(places "$2" "$3")" -ge "$1" ]; }
sure() { at_least 3 "$1" '.why == "" and .sight == "UP" and .count >= 3'; }
all_sure() { sure 1 && sure 2 && sure 3; }
all_sure_of() { at_least 3 1 ".sight == \"UP\" and .count >= $1" && at_least 3 2 ".sight == \"UP\" and .count >= $1" && at_least 3 3 ".sight == \"UP\" and .count >= $1"; }
# reason CODE I...: the newest round gives this one for each of these nodes.
reason() {
  local code=$1
  shift
  status_now | jq -e --arg code "$code" '[.records[].reasons[] | select(.code == $code) | .text | sub(":.*"; "")] - ($ARGS.positional - []) == [] and
    ([.records[].reasons[] | select(.code == $code)] | length) == ($ARGS.positional | length)' --args "${@/#/node}" >/dev/null
}
acting() { ask "$port" /v1/status | jq -e '[.leases[].acting] | any'; }
# moves: what was changed, by the journal, oldest first: what left, and what came.
moves() {
  ask "$port" '/v1/decisions?acted=true&limit=1000' | jq -r --arg network "198.18.$network." '[.decisions[] | select(.outcome == "applied") |
    .plan.steps[].action | (.from - .to | map("-" + ltrimstr($network))) + (.to - .from | map("+" + ltrimstr($network))) | join(" ")] | reverse | join(" ")'
}
moves_are() { [ "$(moves)" = "$*" ]; }
# newest_move: when the newest change was decided, in milliseconds.
jq_ms='def ms: capture("(?<s>[^.Z]*)[.]?(?<f>[0-9]*)Z") | (.s + "Z" | fromdate) * 1000 + ((.f + "000")[:3] | tonumber);'
newest_move() { ask "$port" '/v1/decisions?acted=true&limit=1' | jq "$jq_ms"' .decisions[0].at | ms'; }
# up_since I: since when a majority, two of three places, sees a node up.
up_since() { status_now | jq --arg entry "node$1" "$jq_ms"' [.entries[] | select(.entry == $entry) | .places[].since | ms] | sort[1]'; }

eventually 600 "failover sees all three nodes up from three places" all_sure
eventually 300 "failover may act" acting
eventually 300 "and finds no reason to change anything" reason Up 1 2 3
check "all three addresses are in the answer" leads_to 1 2 3
check "nothing was changed" changes_are 0

say "node 3 loses its power"
killed=$(now)
power_off 3
until_true 300 leads_to 1 2 || die "the record still leads to node 3, or not to the others"
left=$(now)
say "seen: its address left the answer"
# What was done is in the journal a moment after it can be seen.
eventually 300 "so says the journal" moves_are -13
figure record_left_decided_seconds "$(($(newest_move) - killed))"
figure record_left_seconds "$((left - killed))"
check "by one change" changes_are 1

say "node 3 comes back, and bounces once"
power_on 3
eventually 300 "it is up, and held down" reason HoldDown 3
check "its address is not in the answer" leads_to 1 2
private_swarm cut "$swarm" 3
until_true 300 at_least 2 3 '.sight == "DOWN"' || die "nobody noticed the cut"
healed=$(now)
private_swarm heal "$swarm" 3
eventually 300 "its address is in the answer again" leads_to 1 2 3
eventually 300 "so says the journal" moves_are -13 +13
returned=$(newest_move)
since=$(up_since 3)
figure record_returned_after_up_seconds "$((returned - since))"
check "it was up from the bounce on" test "$since" -ge "$healed"
# Not from the row's begin, which is a newer one where the machine stalled since.
check "for the hold-down of thirty seconds since the bounce" test $((returned - healed)) -ge 30000
check "it left once and came back once" changes_are 2

say "node 2 bounces five times"
# A machine that stalls must not turn a bounce into a death: twenty failures in a row leave as many seconds to heal the link.
failures() { sed -i "s/failures: [0-9]*/failures: $1/; s/hold-down: [0-9]*s/hold-down: 10s/" "$E2E_WORK/failover.yml"; }
failures 20
eventually 300 "all are up, as often as that" all_sure_of 20
for _ in 1 2 3 4 5; do
  private_swarm cut "$swarm" 2
  until_true 300 at_least 2 2 '.sight == "DOWN"' || die "nobody noticed the cut"
  private_swarm heal "$swarm" 2
  until_true 300 at_least 3 2 '.sight == "UP"' || die "it did not come back"
done
eventually 300 "all are up" all_sure_of 20
failures 3
eventually 300 "all are up" all_sure
eventually 300 "there is nothing to change" reason Up 1 2 3
check "nothing was changed" changes_are 2

say "node 2 loses its power while BIND is down"
# Two of three managers that were both away lately may be no quorum yet.
eventually 300 "all managers are in reach of each other" all_managers_in_reach
end_service named
power_off 2
eventually 300 "a majority sees it down often enough" at_least 2 2 '.sight == "DOWN" and .count >= 3'
unknown() { status_now | jq -e '.records[].unknown | contains("NO_ANSWER")'; }
eventually 300 "GET /v1/failover says that BIND does not answer" unknown
missing() { ask "$port" /v1/status | jq -e '.dependencies[] | select(.name == "dns" and .up == false)'; }
eventually 300 "and so does GET /v1/status" missing
started=$(now)
start_named
until_true 300 leads_to 1 3 || die "what waited for BIND was not done"
figure record_left_after_bind_seconds "$(($(now) - started))"
check "by one change" changes_are 3
present() { ! missing; }
eventually 300 "nothing is missing any more" present
power_on 2
eventually 300 "node 2's address comes back" leads_to 1 2 3
check "by one change" changes_are 4

say "node 3 loses its power while failover is cut off from both witnesses"
eventually 300 "all are up" all_sure
eventually 300 "all managers are in reach of each other" all_managers_in_reach
for witness in 4 5; do private_swarm cut "$swarm" "$witness"; done
eventually 300 "it says that it is cut off" reason CutOff 1 2 3
power_off 3
eventually 300 "it sees node 3 down, ten times in a row" at_least 1 3 '.place == "here" and .sight == "DOWN" and .count >= 10'
check "it is sure of nothing" reason CutOff 1 2 3
check "the answer is what it was" leads_to 1 2 3
check "nothing was changed" changes_are 4
for witness in 4 5; do private_swarm heal "$swarm" "$witness"; done
eventually 300 "with the witnesses back node 3's address leaves" leads_to 1 2
power_on 3
eventually 300 "and comes back with its node" leads_to 1 2 3
check "by one change each" changes_are 6
eventually 300 "each address left and came back as often as it should, says the journal" moves_are -13 +13 -12 +12 -13 +13

say "node 1 loses its power, and with it the failover replica that leads"
eventually 300 "all are up" all_sure
eventually 300 "all managers are in reach of each other" all_managers_in_reach
port=$(free_port)
failover b "$port" 2
standing_by() { ask "$port" /v1/status | jq -e '[.leases[] | .mine == false and (.holder | startswith("a-"))] | any'; }
eventually 600 "another replica stands by" standing_by
killed=$(now)
# First: it must not outlive its node by the seconds that a busy machine takes to end that, and take it out itself.
end_service a
power_off 1
until_true 300 leads_to 2 3 || die "the other replica did not take node 1 out"
left=$(now)
say "seen: the other replica took its address out"
figure record_left_with_its_leader_seconds "$((left - killed))"
check "by one change" changes_are 7
eventually 300 "its own only one, says the journal" moves_are -11
