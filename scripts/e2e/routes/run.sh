#!/usr/bin/env bash
# A service goes from two tasks to eight and back under constant load, through a real HAProxy and a real nginx side by side:
# what fails, how soon a new task gets its first request, how soon a stopping one gets none. With --node-dies also one of three
# nodes dies under load. Figures in one table; no request may fail through HAProxy while scaling. A second HAProxy, told by TCP,
# is kept in step beside it. Then what goes wrong: a task that fails its check, a HAProxy that starts anew, an nginx that refuses.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
. "$DROVER_ROOT/native/rootfs.sh"
node_dies=
case ${1:-} in
  '') ;;
  --node-dies) node_dies=1 ;;
  *) die "usage: scripts/e2e/routes/run.sh [--node-dies]" ;;
esac
e2e_begin
apt_install haproxy nginx hey
ensure_tokens

swarm=$E2E_WORK/swarm
cleanup() { [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"; }
docker_on() { node_docker "$swarm/node$1" "${@:2}"; }
engine() { curl -sS --max-time 30 --unix-socket "$swarm/node1/docker.sock" "http://engine$1"; }

say "making a Swarm of three managers"
mkdir -p "$swarm"
private_swarm start "$swarm" 3

# image TAG: what lies in $E2E_WORK/root, on node 1.
image() {
  tar -C "$E2E_WORK/root" -c . | docker_on 1 import - "$1" >/dev/null
  rm -rf "$E2E_WORK/root"
}
for node in 1 2 3; do import_busybox "unix://$swarm/node$node/docker.sock" drover-test/busybox:1; done
for program in haproxy nginx; do
  skeleton "$E2E_WORK/root"
  cp "$(command -v busybox)" "$E2E_WORK/root/bin/busybox"
  for applet in sh cat cp mv rm mkdir touch sleep hostname; do ln -s busybox "$E2E_WORK/root/bin/$applet"; done
  cp "$(PATH=$PATH:/usr/sbin command -v "$program")" "$E2E_WORK/root/bin/$program"
  with_libraries "$E2E_WORK/root" "$E2E_WORK/root/bin/$program"
  mkdir -p "$E2E_WORK/root/var/log/nginx" "$E2E_WORK/root/var/lib/nginx" "$E2E_WORK/root/usr/share/nginx"
  if [ "$program" = haproxy ]; then
    cp "$DROVER_ROOT/scripts/e2e/routes/haproxy.cfg" "$E2E_WORK/root/etc/"
    [ -n "$node_dies" ] || sed -i 's/timeout connect 1s/timeout connect 20s/; s/fall 2/fall 20/' "$E2E_WORK/root/etc/haproxy.cfg"
  fi
  if [ "$program" = nginx ]; then
    mkdir -p "$E2E_WORK/root/etc/nginx"
    cp "$DROVER_ROOT/scripts/e2e/routes/nginx.conf" "$E2E_WORK/root/etc/nginx/"
    cp "$DROVER_ROOT/swarm/nginx/drover-reload.sh" "$E2E_WORK/root/etc/"
  fi
  image "drover-test/$program:1"
done

docker_on 1 network create --driver overlay --attachable front >/dev/null
# Its main process hears that it is to stop, and goes on serving, as a service behind a load balancer must: for as long as a busy machine
# may take to tell of it.
docker_on 1 service create --quiet --detach --name web --replicas 2 --stop-grace-period 1m --network front --endpoint-mode dnsrr --no-resolve-image \
  --label drover.route.backend=web --label drover.route.port=8080 --label drover.route.check=/index.html --label drover.route.maxconn=200 \
  drover-test/busybox:1 /bin/busybox sh -c '
    /bin/busybox mkdir -p /www && echo served >/www/index.html
    trap "/bin/busybox sleep 15; exit 0" TERM
    /bin/busybox httpd -f -p 8080 -h /www &
    wait; wait' >/dev/null

mkdir -p "$E2E_WORK/haproxy" "$E2E_WORK/nginx"
container() { docker_on 1 run --detach --name "$1" --network front "${@:2}" >/dev/null; }
container haproxy --volume "$E2E_WORK/haproxy:/run/haproxy" drover-test/haproxy:1 /bin/haproxy -W -f /etc/haproxy.cfg
container second drover-test/haproxy:1 /bin/sh -c '
  while read -r line; do
    case $line in "stats socket"*) echo "stats socket ipv4@*:9999 level admin" ;; *) echo "$line" ;; esac
  done </etc/haproxy.cfg >/etc/second.cfg
  exec /bin/haproxy -W -f /etc/second.cfg'
container nginx --volume "$E2E_WORK/nginx:/drover" drover-test/nginx:1 /bin/sh -c '
  mkdir -p /etc/nginx/drover
  /bin/sh /etc/drover-reload.sh /drover /etc/nginx/drover
  exec /bin/nginx -g "daemon off;"'
# Stands for where the health service and the clients are: on the same network.
container here drover-test/busybox:1 /bin/busybox sleep 100000
here=/proc/$(docker_on 1 inspect --format '{{.State.Pid}}' here)/ns/net
address() { docker_on 1 inspect --format '{{.NetworkSettings.Networks.front.IPAddress}}' "$1"; }
haproxy_at=$(address haproxy)
nginx_at=$(address nginx)
second_at=$(address second)

# Where only scaling is looked at no answer comes late but by a machine that is busy: neither HAProxy nor Drover takes out a member for that.
patience=()
[ -n "$node_dies" ] || patience=(-Ddrover.health.route.check.timeout=10s)

# In the network of "here", on the files of this machine.
E2E_WITHIN=(nsenter "--net=$here")
start_service health health 9483 -Ddrover.health.agents.addresses=http://127.0.0.1:9 \
  "-DDOCKER_HOST=unix://$swarm/node1/docker.sock" -Ddrover.health.route.networks=front \
  "-Ddrover.health.haproxy.addresses=unix://$E2E_WORK/haproxy/admin.sock,tcp://$second_at:9999" \
  "-Ddrover.health.nginx.folder=$E2E_WORK/nginx" -Ddrover.health.nginx.apply=hook "${patience[@]}"
E2E_WITHIN=()

routes() {
  nsenter --net="$here" curl -sS --max-time 30 -K <(printf 'header = "Authorization: Bearer %s"\n' "$(cat "$DROVER_STATE/viewer.token")") \
    "http://127.0.0.1:9483/v1/routes"
}
# have N: all three load balancers have so many members, and nothing else.
have() {
  routes | jq -e --argjson n "$1" '[.balancers[] | select(.error == "") | .backends[] | select(.backend == "web") | .members |
    ([.[] | select(.state == "ready")] | length) == $n and length == $n] | length == 3 and all'
}
evidence() { routes | jq -c . || true; docker_on 1 logs --tail 5 nginx; }

eventually 600 "the load balancers have the two tasks" have 2

# load NAME ADDRESS: two hundred requests a second until it is told to end.
declare -A LOAD
load() {
  nsenter --net="$here" hey -z 3600s -c 10 -q 20 -t 60 "http://$2:8080/index.html" >"$E2E_WORK/$1.hey" 2>&1 &
  LOAD[$1]=$!
  E2E_CHILDREN+=("$!")
}
# done_with NAME: ends it, and sets requests and failures.
done_with() {
  kill -INT "${LOAD[$1]}" 2>/dev/null || true
  wait "${LOAD[$1]}" || true
  requests=$(awk '/^ *\[[0-9]+\].*responses/ { n += $2 } /^Error distribution/ { errors = 1; next } errors && /^ *\[/ { gsub(/[][]/, "", $1); n += $1 } END { print n + 0 }' "$E2E_WORK/$1.hey")
  failures=$((requests - $(awk '/^ *\[200\]/ { n += $2 } END { print n + 0 }' "$E2E_WORK/$1.hey")))
}
now() { date +%s.%3N; }
load haproxy "$haproxy_at"
load nginx "$nginx_at"
flows() { [ "$(docker_on 1 logs --tail 300 "$1" 2>/dev/null | awk 'NF == 3 && $3 == 200' | wc -l)" -ge 200 ]; }
for name in haproxy nginx; do eventually 300 "load flows through $name" flows "$name"; done

say "scaling from two to eight"
scaled_out=$(now)
docker_on 1 service scale --detach web=8 >/dev/null
eventually 300 "all have eight members" have 8
nsenter --net="$here" env DROVER_HEALTH_URL=http://127.0.0.1:9483 DROVER_TOKEN_FILE="$DROVER_STATE/viewer.token" \
  "$DROVER_ROOT/scripts/drover" routes web >"$E2E_WORK/routes.log"
check "the command line shows them" test "$(grep -c '8 get requests' "$E2E_WORK/routes.log")" = 3
# all_got NAME: each of the eight got a request.
all_got() {
  local members
  members=$(docker_on 1 logs "$1" 2>/dev/null | awk 'NF == 3 && $3 == 200 { sub(/:.*/, "", $2); print $2 }' | sort -u | wc -l)
  [ "$members" -ge 8 ]
}
for name in haproxy nginx; do eventually 300 "each of them got a request through $name" all_got "$name"; done
filter=$(jq -rn '{service: ["web"]} | tojson | @uri')
engine "/tasks?filters=$filter" | jq -r '.[] | select(.Status.State == "running") |
  [(.NetworksAttachments[0].Addresses[0] | sub("/.*"; "")), .Status.Timestamp, .NodeID] | @tsv' >"$E2E_WORK/tasks"

if [ -n "$node_dies" ]; then
  for name in haproxy nginx; do done_with "$name"; printf '%s %s\n' "$requests" "$failures" >"$E2E_WORK/$name.up"; done
  load haproxy "$haproxy_at"
  load nginx "$nginx_at"
  sleep 2
  dying=$(docker_on 1 node ls --filter name=node3 --format '{{.ID}}')
  awk -v node="$dying" '$3 == node { print $1 }' "$E2E_WORK/tasks" >"$E2E_WORK/dying"
  say "killing node 3 with its $(wc -l <"$E2E_WORK/dying") tasks"
  died=$(now)
  private_swarm kill "$swarm" 3
  gone() { routes | jq -e --arg dying "$(tr '\n' ' ' <"$E2E_WORK/dying")" '[.balancers[].backends[].members[] |
    select(.state == "ready") | .address | sub(":.*"; "") | select(IN($dying | split(" ")[]))] == []'; }
  eventually 300 "the tasks of the dead node get no more requests" gone
  out=$(now)
  eventually 300 "eight tasks again, on the other nodes" have 8
  for name in haproxy nginx; do done_with "$name"; printf '%s %s\n' "$requests" "$failures" >"$E2E_WORK/$name.dies"; done
  load haproxy "$haproxy_at"
  load nginx "$nginx_at"
  sleep 2
fi

say "scaling from eight to two"
scaled_in=$(now)
docker_on 1 service scale --detach web=2 >/dev/null
eventually 300 "all have two members" have 2
sleep 3
for name in haproxy nginx; do done_with "$name"; printf '%s %s\n' "$requests" "$failures" >"$E2E_WORK/$name.down"; done

docker_on 1 logs nginx 2>&1 >/dev/null | cut -c1-160 | sed 's/^[^[]*//; s/[0-9][0-9]*#.*: \*[0-9]* //' | sort | uniq -c | sort -rn | head -n 5 >&2
# Logs: when (s.ms), the task's address, the status.
docker_on 1 logs haproxy 2>/dev/null >"$E2E_WORK/haproxy.all"
docker_on 1 logs nginx 2>/dev/null >"$E2E_WORK/nginx.all"
awk 'NF == 3 { sub(/:.*/, "", $2); print substr($1, 1, 10) "." substr($1, 11), $2, $3 }' "$E2E_WORK/haproxy.all" >"$E2E_WORK/haproxy.requests"
awk 'NF == 3 { sub(/:.*/, "", $2); print }' "$E2E_WORK/nginx.all" >"$E2E_WORK/nginx.requests"
left=$(engine "/tasks?filters=$filter" | jq -r '.[] | select(.DesiredState == "running") | .NetworksAttachments[0].Addresses[0] | sub("/.*"; "")' | tr '\n' ' ')
# times NAME: of tasks that came, the median and longest time from running to the first request; of those that went, the longest
# time from the command to the last request.
times() {
  while IFS=$'\t' read -r at running _; do
    printf '%s %s\n' "$at" "$(date -d "$running" +%s.%3N)"
  done <"$E2E_WORK/tasks" |
    awk -v left=" $left" -v out="$scaled_in" -v started="$scaled_out" '
      NR == FNR { running[$1] = $2; next }
      $2 in running { if (!($2 in first)) first[$2] = $1; last[$2] = $1 }
      END {
        for (at in first) {
          took = first[at] - running[at]
          # The first two ran before there was a load balancer.
          if (running[at] > started && took < 300 && took > -10) came[++n] = took
          if (index(left, " " at " ") == 0 && last[at] - out > gone) gone = last[at] - out
        }
        for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++) if (came[j] < came[i]) { x = came[i]; came[i] = came[j]; came[j] = x }
        printf "%d %.3f %.3f %.3f\n", n, came[int((n + 1) / 2)], came[n], gone
      }' - "$E2E_WORK/$1.requests"
}

row() { printf '%-10s %9s %8s %12s %12s %14s\n' "$@"; }
declare -A all_requests all_failed all_came
printf '\n'
row through requests failed "in: median" "in: longest" "out: longest"
for name in haproxy nginx; do
  total=0
  failed=0
  for part in up down; do
    [ -e "$E2E_WORK/$name.$part" ] || continue
    read -r requests failures <"$E2E_WORK/$name.$part"
    total=$((total + requests))
    failed=$((failed + failures))
  done
  read -r came median longest gone < <(times "$name")
  row "$name" "$total" "$failed" "$median s" "$longest s" "$gone s"
  all_failed[$name]=$failed all_requests[$name]=$total all_came[$name]=$came
  printf 'figure routes_%s_requests %s requests\nfigure routes_%s_failed %s requests\n' "$name" "$total" "$name" "$failed" >>"$E2E_WORK/figures"
  printf 'figure routes_%s_in_longest %s s\nfigure routes_%s_out_longest %s s\n' "$name" "$longest" "$name" "$gone" >>"$E2E_WORK/figures"
done
for file in "$E2E_WORK"/*.hey; do
  name=${file##*/}
  sed -n "/^Status code distribution/,\$ { s/^ *\[/${name%.hey}: [/p }" "$file"
done
printf '(in: from a task that runs to its first request; out: from "service scale" to the last request of a task that stops)\n'
# What of that is Drover's: from a task that runs to its place among the members.
nsenter --net="$here" curl -sS --max-time 30 -K <(printf 'header = "Authorization: Bearer %s"\n' "$(cat "$DROVER_STATE/viewer.token")") http://127.0.0.1:9483/q/metrics |
  awk '/^drover_route_reaction_seconds_(sum|count|max)/ { name = $1; sub(/.*balancer="/, "", name); sub(/ .*/, "", name)
      if ($1 ~ /_sum/) sum[name] = $NF; else if ($1 ~ /_count/) count[name] = $NF; else max[name] = $NF }
    END { for (name in count) printf "Drover itself put tasks into %s within %.3f s on average, %.3f s at most\n", name, sum[name] / count[name], max[name] }'
if [ -n "$node_dies" ]; then
  for name in haproxy nginx; do
    read -r requests failures <"$E2E_WORK/$name.dies"
    # A request that was tried on several members names all of them in nginx's log.
    last=$(awk -v died="$died" 'NR == FNR { dead[$1] = 1; next }
      { at = $1 > 1e12 ? $1 / 1000 : $1 + 0
        if (at > died) for (i = 2; i < NF; i++) { sub(/:[0-9]+,?$/, "", $i); if ($i in dead && at > last) last = at } }
      END { printf "%.1f", last ? last - died : 0 }' "$E2E_WORK/dying" "$E2E_WORK/$name.all")
    printf 'node dies, through %s: %s of %s requests failed, the last one that it was tried for %s s after\n' "$name" "$failures" "$requests" "$last"
  done
  awk -v from="$died" -v to="$out" 'BEGIN { printf "members of the dead node out, by Drover, after %.1f s\n", to - from }'
fi
cat "$E2E_WORK/figures"
printf '\n'

check "there was load" test "${all_requests[haproxy]}" -gt 300
check "six tasks came, and got requests" test "${all_came[haproxy]}" -ge 6
check "no request failed through HAProxy while scaling" test "${all_failed[haproxy]}" -eq 0
[ -z "$node_dies" ] || exit 0

say "a task that runs and fails its check"
# of TASK: what is said of it. gets N: every load balancer gives requests to so many members.
of() { routes | jq -c --arg task "$1" '.services[].tasks[] | select(.task == $task) | [.state, .place, .code]'; }
is() { [ "$(of "$1")" = "$2" ]; }
gets() {
  routes | jq -e --argjson n "$1" '[.balancers[].backends[] | select(.backend == "web") |
    [.members[] | select(.state == "ready")] | length == $n] | length == 3 and all'
}
read -r ill node < <(routes | jq -r '.services[].tasks[] | select(.state == "running") | "\(.task) \(.node)"' | head -n 1)
# in_it COMMAND...: within its container.
in_it() {
  local number=${node#node}
  docker_on "$number" exec "$(docker_on "$number" ps -q --filter "label=com.docker.swarm.task.id=$ill")" /bin/busybox "$@"
}
from=$EPOCHREALTIME
in_it mv /www/index.html /www/away.html
eventually 300 "it is taken out, and reported" is "$ill" '["running","drain","CheckFails"]'
eventually 300 "no load balancer gives it requests" gets 1
say "out $(awk -v now="$EPOCHREALTIME" -v from="$from" 'BEGIN { printf "%.1f", now - from }') s after it began to fail"
reported() {
  nsenter --net="$here" curl -sS --max-time 5 -K <(printf 'header = "Authorization: Bearer %s"\n' "$(cat "$DROVER_STATE/viewer.token")") \
    "http://127.0.0.1:9483/v1/decisions?service=web" | jq -e '[.. | strings] | any(contains("fails its check: answered 404"))'
}
eventually 300 "the record says why" reported
check "it runs on" in_it mv /www/away.html /www/index.html
eventually 300 "it comes back once it passes" is "$ill" '["running","in","Healthy"]'
eventually 300 "and gets requests" gets 2

say "a HAProxy that starts anew"
from=$EPOCHREALTIME
docker_on 1 restart --time 0 haproxy >/dev/null
serves() { [ "$(nsenter --net="$here" curl -sS --max-time 5 "http://$(address "$1"):8080/index.html")" = served ]; }
eventually 300 "its slots are filled again, and it serves" serves haproxy
say "filled $(awk -v now="$EPOCHREALTIME" -v from="$from" 'BEGIN { printf "%.1f", now - from }') s after the command to restart it"

say "an nginx whose configuration does not pass"
docker_on 1 exec nginx /bin/sh -c 'cp /etc/nginx/nginx.conf /tmp/good && echo "nonsense;" >>/etc/nginx/nginx.conf'
docker_on 1 service scale --detach web=3 >/dev/null
refuses() { routes | jq -e '.balancers[] | select(.balancer | startswith("nginx")) | .error | contains("nonsense")'; }
eventually 300 "what its test said is told" refuses
check "it keeps its old members" test "$(docker_on 1 exec nginx /bin/busybox grep -c '^server ' /etc/nginx/drover/web.servers)" = 2
check "and answers" serves nginx
docker_on 1 exec nginx /bin/sh -c 'cp /tmp/good /etc/nginx/nginx.conf'
eventually 300 "once it passes, all have three members" have 3
