#!/usr/bin/env bash
# Two scaling replicas on a three-node Swarm: exactly one acts; when it is killed the other takes over within its lease; when
# its node is cut off it stops acting before the other starts. No step is taken twice, and an engine that restarts is found again.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
e2e_begin
DROVER_STATE=$E2E_WORK/state ensure_tokens

swarm=$E2E_WORK/swarm
evidence() {
  local node
  for node in 1 2 3; do
    printf '== node %s\n' "$node"
    grep module=raft "$swarm/node$node/log" | tail -n 20
  done
}
cleanup() { [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"; }
docker_on() { node_docker "$swarm/node$1" "${@:2}"; }

say "making a Swarm of three managers"
mkdir -p "$swarm"
private_swarm start "$swarm" 3
for node in 1 2 3; do
  tar -C / --transform 's|.*/busybox|bin/busybox|' -c "$(command -v busybox | cut -c 2-)" | docker_on "$node" import - drover-test/busybox:1 >/dev/null
done

port_a=$(free_port)
port_b=$(free_port)
# A replica that a busy machine stalls for some seconds must not lose its lease for that.
scaling() {
  start_service scaling "$1" "$2" -Ddrover.scaling.agents.addresses=http://127.0.0.1:9 "-DDOCKER_HOST=unix://$swarm/node$3/docker.sock" \
    -Ddrover.lease.ttl=40s -Ddrover.lease.act-for=30s
}
acting() { [ "$(ask "$1" /v1/status | jq '[.leases[].acting] | any')" = true ]; }
holding() { [ "$(ask "$1" /v1/status | jq '[.leases[].mine] | any')" = true ]; }
quiet_now() { ! acting "$1"; }
answers() { ask "$1" /v1/status | jq -e .leases; }

# new_service NAME: with one task where two are the least, so that whoever holds the lease has one step to take.
# While managers elect a leader, after a cut and after its end, they refuse; so one asks until it is there. Two managers that lost
# sight of each other in a cut have been seen to need more than a minute to elect one.
new_service() { until_true 300 create "$1" || die "no service $1 could be created"; }
create() {
  docker_on 3 service inspect "$1" || docker_on 3 service create --detach --name "$1" --replicas 1 --label drover.scale.min=2 --label drover.scale.max=4 \
    --label drover.scale.cpu=70% --reserve-cpu 0.01 drover-test/busybox:1 /bin/busybox sleep 100000
}
replicas() { docker_on 3 service inspect --format '{{.Spec.Mode.Replicated.Replicas}}' "$1"; }
all_managers_in_reach() { [ "$(docker_on 3 node ls --format '{{.Status}} {{.ManagerStatus}}' | grep -cE '^Ready (Leader|Reachable)$')" = 3 ]; }
# acts PORT: the services that a replica changed, one for each step, by its journal.
acts() { ask "$1" '/v1/decisions?acted=true&limit=1000' | jq -r '.decisions[] | select(.outcome == "applied") | .service'; }
recorded() { acts "$1" | finds -x "$2"; }
has_two() { [ "$(replicas "$1")" = 2 ]; }

scaling a "$port_a" 1
eventually 600 "replica a answers" answers "$port_a"
eventually 600 "replica a holds the lease" acting "$port_a"
scaling b "$port_b" 2
eventually 600 "replica b answers" answers "$port_b"
new_service first
eventually 300 "the service came to its two tasks" has_two first
check "only a acts" quiet_now "$port_b"
# A step is written down after it was taken.
eventually 300 "a has written its step down" recorded "$port_a" first

say "killing a"
end_service a
new_service second
eventually 600 "b took over" acting "$port_b"
eventually 300 "b took the step that a could not" has_two second

say "starting a again, and cutting b's node off"
scaling a "$port_a" 1
eventually 600 "replica a answers again" answers "$port_a"
check "b still holds the lease" holding "$port_b"
check "a stands by" quiet_now "$port_a"
private_swarm cut "$swarm" 2
# A is asked first: were b still acting when asked after it, both would have acted at once.
deadline=$((SECONDS + 300))
until acting "$port_a"; do
  [ "$SECONDS" -lt "$deadline" ] || die "a did not take over within 300 s of the cut"
done
check "b had stopped before a started" quiet_now "$port_b"
new_service third
eventually 300 "a took the next step" has_two third
check "b, cut off, does not act" quiet_now "$port_b"

say "putting the cable back"
private_swarm heal "$swarm" 2
# Before another one goes: two out of three that were both away lately may be no quorum yet.
eventually 300 "all three managers are in reach of each other" all_managers_in_reach
new_service fourth
eventually 300 "the step after the cut was taken" has_two fourth
acting_now() { printf '%s' "$(acting "$port_a" && echo a)$(acting "$port_b" && echo b)"; }
check "not both act" test "$(acting_now)" != ab
one_acts() { [ "$(acting_now)" = a ]; }
eventually 300 "one of them does" one_acts

say "restarting the engine that a speaks to, as a power cut would"
private_swarm kill "$swarm" 1
new_service fifth
eventually 600 "the step was taken meanwhile, by whoever could" has_two fifth
private_swarm revive "$swarm" 1
ready() { curl -sf --max-time 5 "http://127.0.0.1:$1/q/health/ready"; }
eventually 600 "a is ready again without a restart of its own" ready "$port_a"

# A's first life left its step in the spool, which its second adopted.
taken() { { acts "$port_a"; acts "$port_b"; } | sort | tr '\n' ' '; }
all_taken() { [ "$({ acts "$port_a"; acts "$port_b"; } | sort -u | tr '\n' ' ')" = "fifth first fourth second third " ]; }
eventually 300 "each step is in the journals: first to fifth" all_taken
check "and was taken once (found: $(taken))" test "$(taken)" = "fifth first fourth second third "
