#!/usr/bin/env bash
# Moving tasks on a three-node Swarm. A node dies and comes back: tasks are evened out again. A node is drained, by two
# processes one after the other, since the first is killed half-way; and undrained. All the while one counts the tasks that
# run, and asks each of them by HTTP: there are never fewer than documented. What has no room elsewhere is refused.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
e2e_begin
DROVER_STATE=$E2E_WORK/state ensure_tokens

swarm=$E2E_WORK/swarm
tasks=6
cleanup() { [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"; }
docker_on() { node_docker "$swarm/node$1" "${@:2}"; }
evidence() { docker_on 1 node ls; docker_on 1 service ls; docker_on 1 service ps web; tail -n 40 "$E2E_WORK"/*.counts; }

say "making a Swarm of three nodes"
mkdir -p "$swarm"
private_swarm start "$swarm" 3
# A node that is silent for three heartbeats is down: none of those that a busy machine stalls may be.
docker_on 1 swarm update --dispatcher-heartbeat 10s >/dev/null
network=$(cat "$swarm/network")
mkdir -p "$E2E_WORK/image/bin"
cp "$(command -v busybox)" "$E2E_WORK/image/bin/busybox"
ln -s busybox "$E2E_WORK/image/bin/sh"
for node in 1 2 3; do tar -C "$E2E_WORK/image" -c . | docker_on "$node" import - drover-test/busybox:1 >/dev/null; done

port=$(free_port)
placement() {
  start_service placement "$1" "$port" -Ddrover.placement.agents.addresses=http://127.0.0.1:9 "-DDOCKER_HOST=unix://$swarm/node1/docker.sock" \
    -Ddrover.placement.period=500ms -Ddrover.moves.settle=3s -Ddrover.moves.stable-for=5s \
    -Ddrover.lease.ttl=40s -Ddrover.lease.act-for=30s
}
drover() { DROVER_PLACEMENT_URL=http://127.0.0.1:$port "$DROVER_ROOT/scripts/drover" "$@"; }
acting() { [ "$(ask "$port" /v1/status | jq '[.leases[].acting] | any')" = true ]; }

# A task answers a second after its start, and is called running only then.
web_command='busybox mkdir -p /www && echo here >/www/index.html && busybox sleep 1 && exec busybox httpd -f -p 80 -h /www'
docker_on 1 service create --detach --name web --replicas $tasks --label drover.place.rebalance=auto --reserve-cpu 0.01 \
  --health-cmd '/bin/busybox wget -q -O /dev/null http://127.0.0.1/' --health-interval 1s --health-retries 30 --stop-grace-period 1s \
  --entrypoint /bin/busybox drover-test/busybox:1 sh -c "$web_command" >/dev/null
placement a

web_tasks() { curl -sS --max-time 30 --unix-socket "$swarm/node1/docker.sock" 'http://engine/v1.41/tasks?filters=%7B%22service%22%3A%5B%22web%22%5D%7D'; }
running() { web_tasks | jq '[.[] | select(.Status.State == "running" and .DesiredState == "running")] | length'; }
has() { [ "$(running)" = "$1" ]; }
# on NODE: how many tasks of web are meant to run there.
on() {
  local id
  id=$(docker_on 1 node inspect --format '{{.ID}}' "node$1")
  web_tasks | jq --arg node "$id" '[.[] | select(.NodeID == $node and .DesiredState == "running")] | length'
}
lies() { [ "$(on 1) $(on 2) $(on 3)" = "$*" ]; }
ready() { [ "$(docker_on 1 node inspect --format '{{.Status.State}}' node3)" = "$1" ]; }
available() { [ "$(docker_on 1 node inspect --format '{{.Spec.Availability}}' "$1")" = "$2" ]; }
replicas() { [ "$(docker_on 1 service inspect --format '{{.Spec.Mode.Replicated.Replicas}}' "$1")" = "$2" ]; }
no_drain() { [ "$(ask "$port" "/v1/nodes/$1/drain" | jq -r .stage)" = none ]; }
config_count() { docker_on 1 config ls --format '{{.Name}}' | grep -c "^$1" || true; }
no_orders() { [ "$(config_count drover.order.)" = 0 ]; }

# Two watchers: one counts what the manager calls running; the other asks every container for its page, in the network of its
# node. That takes a while; a round in which a task could have started, settled, and let another one end says nothing.
watch_tasks() {
  while true; do
    running || true
    sleep 0.1
  done >>"$1" 2>/dev/null
}
containers='http://engine/v1.41/containers/json?filters=%7B%22label%22%3A%5B%22com.docker.swarm.service.name%3Dweb%22%5D%7D'
answering() {
  local node begun=${EPOCHREALTIME/./}
  : >"$E2E_WORK/pages"
  for node in 1 2 3; do pages_of "$node" >>"$E2E_WORK/pages" & done
  wait
  if [ $((${EPOCHREALTIME/./} - begun)) -ge 2500000 ] || finds unknown "$E2E_WORK/pages"; then
    printf 'slow\n'
  else
    grep -c here "$E2E_WORK/pages" || true
  fi
}
# pages_of NODE: what the containers of a node answer; "unknown" where its engine, which is there, does not tell them. A page that
# comes late makes the round too long to say anything, so that it is never taken for a task that does not answer.
pages_of() {
  local list urls status=0
  list=$(curl -s --max-time 5 --unix-socket "$swarm/node$1/docker.sock" "$containers") || status=$?
  # Nobody listens, and no container runs, on a node that is dead.
  [ "$status" -ne 7 ] || return 0
  if [ "$status" -ne 0 ] || ! urls=$(jq -r '[.[].NetworkSettings.Networks[].IPAddress | select(. != "") | "http://\(.)/"] | join(" ")' <<<"$list"); then
    printf 'unknown\n'
    return 0
  fi
  # shellcheck disable=SC2086 # one word each
  [ -z "$urls" ] || nsenter --net="/run/netns/drover-$network-$1" curl -s --max-time 5 $urls || true
}
watch_pages() { while true; do answering || true; done >>"$1" 2>/dev/null; }
start_watching() {
  watch_tasks "$E2E_WORK/$1.tasks.counts" &
  watchers=("$!")
  watch_pages "$E2E_WORK/$1.pages.counts" &
  watchers+=("$!")
  E2E_CHILDREN+=("${watchers[@]}")
}
# stop_watching NAME [any]: tells the smallest numbers that were seen, which must not be too small.
stop_watching() {
  local kind least count
  local -A words=([tasks]="tasks ran" [pages]="tasks answered")
  kill "${watchers[@]}" 2>/dev/null || true
  wait "${watchers[@]}" 2>/dev/null || true
  for kind in tasks pages; do
    least=$(grep -E '^[0-9]+$' "$E2E_WORK/$1.$kind.counts" | sort -n | head -n 1 || true)
    count=$(grep -cE '^[0-9]+$' "$E2E_WORK/$1.$kind.counts" || true)
    if [ "$count" = 0 ]; then
      say "$1: the machine was too slow to tell how many $kind there were at a moment"
      continue
    fi
    say "$1: at least $least ${words[$kind]} at any time, of $count looks"
    [ "${2:-}" = any ] || check "$1: never fewer than $tasks ($kind)" test "$least" -ge "$tasks"
  done
}

eventually 300 "all $tasks tasks run, evenly" lies 2 2 2
eventually 300 "all of them answer" has $tasks
eventually 600 "placement acts" acting

say "killing node3"
private_swarm kill "$swarm" 3
eventually 300 "the node is down" ready down
# The node is down before the first of its tasks is replaced.
elsewhere() { lies 3 3 0 && has $tasks; }
eventually 300 "its tasks run elsewhere, and none lies on it" elsewhere
say "bringing it back"
start_watching rebalance
private_swarm revive "$swarm" 3
eventually 600 "the node is back" ready ready
eventually 300 "tasks lie evenly again" lies 2 2 2
eventually 300 "the count is as documented" replicas web $tasks
eventually 300 "scaling may have its hands on it again" no_orders
stop_watching rebalance
drover rebalance
steps() { ask "$port" '/v1/decisions?acted=true&limit=100' | jq '[.decisions[] | select(.loop == "rebalance")] | length'; }
# A step is written down after it was taken.
four_steps() { [ "$(steps)" -ge 4 ]; }
eventually 300 "that took two moves, of two steps each" four_steps
check "and no more (found $(steps) steps)" test "$(steps)" = 4

say "draining node2, which also has what can't run twice"
docker_on 1 service create --detach --name store --constraint node.hostname==node2 --mount type=volume,source=store,target=/data \
  --entrypoint /bin/busybox drover-test/busybox:1 sleep 100000 >/dev/null
store_runs() { [ "$(docker_on 1 service ps --filter desired-state=running --format '{{.CurrentState}}' store | grep -c ^Running)" = 1 ]; }
eventually 300 "it runs" store_runs
drover drain node2 --plan
check "without --allow-stop it is refused, for the volume" finds 'store would stop.*volume store' <(drover drain node2 2>&1)
check "nothing was done" available node2 active

start_watching drain
drover drain node2 --allow-stop "new disk"
raised() { replicas web $((tasks + 2)); }
eventually 300 "more tasks start elsewhere first" raised
end_service a
say "killed placement half-way; another one takes over"
placement b
eventually 600 "node2 is drained" available node2 drain
eventually 300 "the drain is over" no_drain node2
check "web has its $tasks tasks" replicas web $tasks
check "none of them is on node2" test "$(on 2)" = 0
eventually 300 "scaling may have its hands on it again" no_orders
stop_watching drain
drover drain node2 --status
drover undrain node2
eventually 300 "node2 takes tasks again" available node2 active
eventually 300 "what waited for it runs again" store_runs

say "pausing the suite, so that nothing is evened out from here on"
DROVER_URL=http://127.0.0.1:$port drover pause --for 1h "for comparison"
say "draining a node whose tasks have no room elsewhere"
memory=$(docker_on 1 node inspect --format '{{.Description.Resources.MemoryBytes}}' node1)
docker_on 1 service create --detach --name big --replicas 3 --reserve-memory $((memory * 6 / 10)) \
  --entrypoint /bin/busybox drover-test/busybox:1 sleep 100000 >/dev/null
big_runs() { [ "$(docker_on 1 service ps --filter desired-state=running --format '{{.CurrentState}}' big | grep -c ^Running)" = 3 ]; }
eventually 300 "three large tasks run" big_runs
drover drain node3 --plan
check "it is refused, for want of memory" finds 'NoRoom: big: the other nodes have no room for 1 of its tasks' <(drover drain node3 2>&1)
check "the node takes tasks as before" available node3 active

say "for comparison: Swarm's own drain of a node, under the same watch"
docker_on 1 service rm big store >/dev/null
start_watching plain
docker_on 1 node update --availability drain node3 >/dev/null
emptied() { [ "$(on 3)" = 0 ] && [ "$(running)" -ge $tasks ]; }
eventually 300 "node3 is drained" emptied
stop_watching plain any
check "it lets fewer than $tasks run" test "$(sort -n "$E2E_WORK/plain.tasks.counts" | grep -E '^[0-9]+$' | head -n 1)" -lt "$tasks"
