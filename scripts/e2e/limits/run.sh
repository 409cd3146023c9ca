#!/usr/bin/env bash
# Documented limits on a three-node Swarm: a pids limit that was removed by hand is back in the task's control group, a container
# that was changed by `docker update` is changed back while it runs, a LimitRange's defaults are given to a service without any,
# and a service that nobody speaks of is never touched.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
e2e_begin
DROVER_STATE=$E2E_WORK/state ensure_tokens

swarm=$E2E_WORK/swarm
cleanup() { [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"; }
docker_on() { node_docker "$swarm/node$1" "${@:2}"; }
evidence() {
  printf '== limits\n'
  ask "$port" /v1/limits | jq -c '.services[] | {service, state, decision: .decision.summary}, .problems, .agents'
  docker_on 1 service ls
}

say "making a Swarm of three managers"
mkdir -p "$swarm" "$E2E_WORK/policies" "$E2E_WORK/stacks"
private_swarm start "$swarm" 3
for node in 1 2 3; do import_busybox "unix://$swarm/node$node/docker.sock" drover-test/busybox:1; done

# The stack file that Drover is given says what was deployed; the LimitRange is the reference document's, made smaller.
cat >"$E2E_WORK/stacks/shop.yml" <<'YAML'
version: "3.9"
services:
  redis:
    deploy:
      resources:
        limits: {cpus: '0.5', memory: 320M, pids: 50}
        reservations: {cpus: '0.1', memory: 128M}
YAML
cat >"$E2E_WORK/policies/limits.yaml" <<'YAML'
apiVersion: v1
kind: LimitRange
metadata: {name: medianest-limits, namespace: medianest}
spec:
  limits:
  - type: Container
    default: {cpu: "1", memory: 64Mi}
    defaultRequest: {cpu: 50m, memory: 32Mi}
YAML

# new_service NAME OPTION...
new_service() {
  local name=$1
  shift
  docker_on 1 service create --detach --name "$name" --restart-delay 1s --stop-grace-period 1s "$@" drover-test/busybox:1 /bin/busybox sleep 100000 >/dev/null
}
new_service shop_redis --replicas 2 --limit-cpu 0.5 --limit-memory 320M --limit-pids 50 --reserve-cpu 0.1 --reserve-memory 128M
new_service medianest_bare --label com.docker.stack.namespace=medianest --replicas 1
new_service alone --replicas 1 --limit-cpu 0.25 --limit-memory 100M --limit-pids 33

agents=
for node in 1 2 3; do
  port=$(free_port)
  start_service agent "agent$node" "$port" "-DDOCKER_HOST=unix://$swarm/node$node/docker.sock"
  agents+=${agents:+,}http://127.0.0.1:$port
done
port=$(free_port)
start_service placement placement "$port" "-DDOCKER_HOST=unix://$swarm/node1/docker.sock" -Ddrover.placement.period=2s \
  "-Ddrover.placement.agents.addresses=$agents" "-Ddrover.placement.agents.token-file=$DROVER_STATE/agent.token" \
  "-Ddrover.stacks=$E2E_WORK/stacks" "-Ddrover.policies=$E2E_WORK/policies"

# containers SERVICE: node and id of each of its running containers.
containers() {
  local node id
  for node in 1 2 3; do
    for id in $(docker_on "$node" ps -q --no-trunc --filter "label=com.docker.swarm.service.name=$1"); do printf '%s %s\n' "$node" "$id"; done
  done
}
# cgroup ID v1-FILE v2-FILE: what the kernel holds a container to.
cgroup() {
  local file
  for file in /sys/fs/cgroup/"$2"/docker/"$1"/"$3" /sys/fs/cgroup/docker/"$1"/"$4" /sys/fs/cgroup/system.slice/docker-"$1".scope/"$4"; do
    [ ! -r "$file" ] || { cat "$file"; return; }
  done
  return 1
}
pids_of() { cgroup "$1" pids pids.max pids.max; }
memory_of() { cgroup "$1" memory memory.limit_in_bytes memory.max; }
# all_hold SERVICE COUNT COMMAND VALUE: so many containers, each of them held to the value.
all_hold() {
  local node id count=0
  while read -r node id; do
    [ "$("$3" "$id")" = "$4" ] || return 1
    count=$((count + 1))
  done < <(containers "$1")
  [ "$count" = "$2" ]
}
spec() { docker_on 1 service inspect "$1" | jq -c '.[0].Spec.TaskTemplate.Resources'; }
version() { docker_on 1 service inspect --format '{{.Version.Index}}' "$1"; }
state() { ask "$port" "/v1/limits?service=$1" | jq -r .state; }
is_state() { [ "$(state "$1")" = "$2" ]; }
is_rolled_out() { [ "$(docker_on 1 service inspect "$1" | jq -r '.[0].UpdateStatus.State // "none"')" != updating ]; }

eventually 300 "two containers of redis run, with the pids limit of the document" all_hold shop_redis 2 pids_of 50
eventually 300 "the container of alone runs, too" all_hold alone 1 pids_of 33
alone_before=$(version alone)$(spec alone)
alone_container=$(containers alone)
eventually 600 "placement finds redis as documented, its containers too" is_state shop_redis as-documented

defaults='{"Limits":{"NanoCPUs":1000000000,"MemoryBytes":67108864},"Reservations":{"NanoCPUs":50000000,"MemoryBytes":33554432}}'
has_defaults() { [ "$(spec medianest_bare | jq -cS .)" = "$(jq -cS . <<<"$defaults")" ]; }
eventually 300 "the LimitRange's defaults are given to the service without any" has_defaults
eventually 300 "and its container is held to them" all_hold medianest_bare 1 memory_of 67108864

say "removing the pids limit of redis by hand"
docker_on 1 service update --detach --limit-pids 0 shop_redis >/dev/null
is_back() { [ "$(spec shop_redis | jq .Limits.Pids)" = 50 ]; }
eventually 300 "the service has its pids limit again" is_back
# Drover may be quicker than this case can look; the engine keeps what was before.
had_none() { docker_on 1 service inspect shop_redis | jq -e '.[0].PreviousSpec.TaskTemplate.Resources.Limits | has("Pids") | not' >/dev/null; }
check "it was gone" had_none
check "nothing else of the service changed" test "$(spec shop_redis | jq -cS .)" = \
  '{"Limits":{"MemoryBytes":335544320,"NanoCPUs":500000000,"Pids":50},"Reservations":{"MemoryBytes":134217728,"NanoCPUs":100000000}}'
# With the rollout of the removal containers without a limit had come; with another one they go again.
hold_again() { is_rolled_out shop_redis && all_hold shop_redis 2 pids_of 50; }
eventually 300 "so have the control groups of its two containers" hold_again
eventually 300 "redis is as documented again" is_state shop_redis as-documented
read -r node id < <(containers shop_redis)
say "changing a container of redis by hand, on node $node"
from=$(date +%s)
docker_on "$node" update --memory 1G --memory-swap 2G --pids-limit 500 "$id" >/dev/null
memory_is_back() { [ "$(memory_of "$id")" = 335544320 ] && [ "$(pids_of "$id")" = 50 ]; }
eventually 300 "memory and pids limit of the container are back" memory_is_back
# How often it was changed is the engine's to tell: Drover may be quicker than this case can look.
updates() {
  docker_on "$node" events --since "$from" --until "$(($(date +%s) + 1))" --filter "container=$id" --filter event=update --format '{{.Action}}'
}
changed() { [ "$(updates | wc -l)" -ge 2 ]; }
eventually 300 "it was changed twice: by hand, and back" changed
check "it is the same container, still running" test "$(docker_on "$node" inspect --format '{{.State.Running}}' "$id")" = true

check "the service that nobody speaks of is as it was" test "$(version alone)$(spec alone)" = "$alone_before"
check "its container too" test "$(containers alone)" = "$alone_container"
check "it is not among the governed" test "$(ask "$port" /v1/limits | jq -r '[.services[].service] | join(" ")')" = "medianest_bare shop_redis"
acts() { ask "$port" '/v1/decisions?acted=true&limit=100' | jq -r '.decisions[] | "\(.service) \(.outcome) \(.summary)"'; }
# The agent's next sample shows what the kernel holds already.
both_have_it() {
  table=$(DROVER_PLACEMENT_URL=http://127.0.0.1:$port "$DROVER_ROOT/scripts/drover" limits)
  grep -Eq '^shop_redis +limits.pids +50 +shop.yml:6 +50 +50 x2$' <<<"$table"
}
eventually 300 "the command line shows redis' pids limit, by whom, and that both containers have it" both_have_it
printf '%s\n' "$table"
# repaired CODE: the services that were repaired for this, once for each time. A repair is written down after it was made; a container whose
# newest sample is from before its repair may be repaired once more.
repaired() {
  ask "$port" '/v1/decisions?acted=true&limit=100' |
    jq -r --arg code "$1" '[.decisions[] | select(any(.plan.steps[].reasons[]; .code == $code)) | .service] | sort | join(" ")'
}
three_repairs() {
  [ "$(repaired SpecDrift)" = "medianest_bare shop_redis" ] && [ "$(repaired ContainerDrift | tr ' ' '\n' | sort -u)" = shop_redis ]
}
eventually 300 "three repairs were made and journalled" three_repairs
acts
