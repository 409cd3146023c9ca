#!/usr/bin/env bash
# Tuning on a real node: what labels ask for is read back from the control groups. Two services with processors of their own
# never overlap while their containers are killed and replaced; a third gets none and is told why. An agent that starts anew
# moves nobody, one without placement goes on, and what no label asks for any more goes back.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
e2e_begin
DROVER_STATE=$E2E_WORK/state ensure_tokens

swarm=$E2E_WORK/swarm
cleanup() { [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"; }
on_node() { node_docker "$swarm/node1" "$@"; }

say "making a Swarm of one node"
mkdir -p "$swarm"
private_swarm start "$swarm" 1
tar -C / --transform 's|.*/busybox|bin/busybox|' -c "$(command -v busybox | cut -c 2-)" | on_node import - drover-test/busybox:1 >/dev/null

agent_port=$(free_port)
placement_port=$(free_port)
agent() { start_service agent agent "$agent_port" "-DDOCKER_HOST=unix://$swarm/node1/docker.sock" "-Ddrover.agent.state=$E2E_WORK/agent-state" -Ddrover.agent.volumes-period=3s; }
placement() {
  start_service placement placement "$placement_port" "-DDOCKER_HOST=unix://$swarm/node1/docker.sock" \
    "-Ddrover.placement.agents.addresses=http://127.0.0.1:$agent_port" "-Ddrover.placement.agents.token-file=$DROVER_STATE/agent.token" \
    -Ddrover.placement.period=1s -Ddrover.placement.agents.timeout=10s
}
# new_service NAME OPTION...: with one task that is replaced at once when it ends.
new_service() {
  local name=$1
  shift
  on_node service create --detach --no-resolve-image --name "$name" --restart-delay 0s --limit-memory 32M "$@" drover-test/busybox:1 /bin/busybox sleep 100000 >/dev/null
}
# running LABEL: ids of containers; a list that is asked for while one of them goes away may fail, and is asked for again.
running() { on_node ps --no-trunc -q --filter "label=$1" 2>/dev/null || on_node ps --no-trunc -q --filter "label=$1"; }
container() { running "com.docker.swarm.service.name=$1" | sed -n 1p; }

# held CONTROLLER FILE CONTAINER: what the kernel holds; in one tree or in a tree for each controller.
held() {
  local file=$2
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    cat "/sys/fs/cgroup/docker/$3/$file" "/sys/fs/cgroup/system.slice/docker-$3.scope/$file" 2>/dev/null || true
  else
    cat "/sys/fs/cgroup/$1/docker/$3/$file" "/sys/fs/cgroup/$1/system.slice/docker-$3.scope/$file" 2>/dev/null || true
  fi
}
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then cpus_file=cpuset.cpus.effective; else cpus_file=cpuset.effective_cpus; fi
cpus_of() { held cpuset "$cpus_file" "$(container "$1")"; }
all_cpus=$(cat /sys/devices/system/cpu/online)
last_cpu=${all_cpus##*[-,]}

say "starting the agent and placement"
agent
placement
eventually 600 "the agent answers" ask "$agent_port" /v1/tuning
eventually 600 "placement answers" ask "$placement_port" /v1/status

say "memory and swap, weight, NUMA node and score"
new_service tuned --label drover.node.memswap=32Mi --label drover.node.cpu-shares=512 --label drover.node.numa=0 --label drover.node.oom-score=300 \
  --label "drover.node.cpuset=$last_cpu"
applied() { ask "$placement_port" /v1/tuning | jq -e --arg s "$1" --argjson n "$2" '[.services[] | select(.service == $s) | .tasks[].settings[] | select(.applied)] | length == $n'; }
eventually 600 "placement tells of five settings that hold" applied tuned 5
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  check "no swap beyond the memory limit" test "$(held memory memory.swap.max "$(container tuned)")" = 0
else
  check "no swap beyond the memory limit" test "$(held memory memory.memsw.limit_in_bytes "$(container tuned)")" = 33554432
  check "half the usual weight" test "$(held cpu cpu.shares "$(container tuned)")" = 512
fi
check "its processor" test "$(cpus_of tuned)" = "$last_cpu"
check "memory of NUMA node 0" test "$(on_node inspect --format '{{.HostConfig.CpusetMems}}' "$(container tuned)")" = 0
check "its score" test "$(cat "/proc/$(on_node inspect --format '{{.State.Pid}}' "$(container tuned)")/oom_score_adj")" = 300

say "taking the labels away"
on_node service update --detach --label-rm drover.node.memswap --label-rm drover.node.cpu-shares --label-rm drover.node.numa \
  --label-rm drover.node.oom-score --label-rm drover.node.cpuset tuned >/dev/null
is_back() { [ "$(cpus_of tuned)" = "$all_cpus" ] && [ "$(cat "/proc/$(on_node inspect --format '{{.State.Pid}}' "$(container tuned)")/oom_score_adj")" = 0 ]; }
eventually 300 "processors and score are back" is_back
swap_is_back() { [ "$(on_node inspect --format '{{.HostConfig.MemorySwap}}' "$(container tuned)")" = 67108864 ]; }
eventually 300 "swap is back to as much as memory" swap_is_back
on_node service rm tuned >/dev/null

say "two services with processors of their own"
cores=$(nproc --all)
half=$((cores / 2))
[ "$half" -ge 1 ] || die "this case needs two processors"
new_service left --label "drover.node.cpuset=exclusive:$half"
new_service right --label "drover.node.cpuset=exclusive:$((cores - half))"
eventually 300 "the first has its own" applied left 1
eventually 300 "the second has its own" applied right 1
say "left has $(cpus_of left), right has $(cpus_of right) of $all_cpus"

# numbers LIST: the kernel's list, one number a line.
numbers() {
  local item
  for item in ${1//,/ }; do seq "${item%-*}" "${item#*-}"; done
}
# A container that was just started may run anywhere, until the agent has seen it.
observations=0
untuned=0
observe() {
  local id all='' list
  for id in $(running com.docker.swarm.service.name); do
    list=$(held cpuset "$cpus_file" "$id")
    if [ "$list" = "$all_cpus" ]; then
      untuned=$((untuned + 1))
    elif [ -n "$list" ]; then
      all+=$(numbers "$list")$'\n'
    fi
  done
  observations=$((observations + 1))
  [ -z "$(printf '%s' "$all" | sort | uniq -d)" ] || die "two containers share a processor: $all"
}
say "killing and replacing for a while"
end=$((SECONDS + 15))
deadline=$((SECONDS + 300))
kills=0
# For a while, and on a busy machine until there were some.
while [ "$SECONDS" -lt "$end" ] || { [ "$kills" -lt 4 ] && [ "$SECONDS" -lt "$deadline" ]; }; do
  for victim in left right; do
    id=$(container "$victim")
    if [ -n "$id" ] && [ "$(held cpuset "$cpus_file" "$id")" != "$all_cpus" ]; then
      on_node kill "$id" >/dev/null 2>&1 && kills=$((kills + 1))
    fi
    observe
  done
done
say "seen: no overlap in $observations observations during $kills kills ($untuned containers were seen before they were tuned)"
check "containers were killed" test "$kills" -ge 4
eventually 300 "the first has its own again" applied left 1
eventually 300 "the second has its own again" applied right 1

drover() { DROVER_PLACEMENT_URL=http://127.0.0.1:$placement_port DROVER_TOKEN_FILE=$DROVER_STATE/operator.token "$DROVER_ROOT/scripts/drover" "$@"; }
say "what operators see"
shown() { drover tuning left >"$E2E_WORK/shown" && grep -q "    cpuset $(cpus_of left)$" "$E2E_WORK/shown"; }
eventually 300 "the command line tells which processors" shown
compared() {
  drover node check node1 >"$E2E_WORK/compared" && grep -q "^node1 *vm.swappiness *10 *$(cat /proc/sys/vm/swappiness) " "$E2E_WORK/compared"
}
eventually 300 "it compares the node with the profile" compared
refused() { ! drover node apply node1 2>"$E2E_WORK/refusal" && grep -q "has no label drover.profile=apply" "$E2E_WORK/refusal"; }
eventually 300 "and applies nothing that the node's label does not allow" refused

say "a volume's size"
on_node volume create --label com.docker.stack.namespace=shop pot >/dev/null
on_node run --rm -v pot:/pot drover-test/busybox:1 /bin/busybox dd if=/dev/zero of=/pot/full bs=1000000 count=1 2>/dev/null
volume_measured() { ask "$agent_port" /v1/volumes | jq -e '.volumes[] | select(.name == "pot" and .stack == "shop") | .bytes >= 1000000'; }
eventually 300 "the agent has measured it" volume_measured

say "a third gets none"
new_service third --label drover.node.cpuset=exclusive:1
told_why() { ask "$placement_port" /v1/tuning | jq -re '.services[] | select(.service == "third") | .tasks[].settings[] | select(.applied == false) | .reason' | finds "none of the $cores are free"; }
eventually 300 "and is told why" told_why
recorded() { ask "$placement_port" '/v1/decisions?service=third' | jq -e '[.decisions[].reasons[]?.code, .decisions[].plan.reasons[]?.code] | index("NotAppliedCpuset")'; }
eventually 300 "it is in the journal" recorded
on_node service rm third >/dev/null

say "starting the agent anew"
before="$(cpus_of left) $(cpus_of right)"
end_service agent
agent
eventually 600 "it answers" ask "$agent_port" /v1/tuning
eventually 300 "the first has its own still" applied left 1
eventually 300 "the second has its own still" applied right 1
check "nobody was moved" test "$(cpus_of left) $(cpus_of right)" = "$before"

say "without placement"
end_service placement
on_node kill "$(container left)" >/dev/null
has_own() { [ -n "$(container left)" ] && [ "$(cpus_of left) $(cpus_of right)" = "$before" ]; }
eventually 600 "the agent goes on as it was told last" has_own
