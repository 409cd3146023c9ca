#!/usr/bin/env bash
# Everything that can go wrong on a three-node Swarm, provoked for real: each is named rightly, told to an Alertmanager, and closed
# again after it was mended. Prints how many seconds each took from the moment it was provoked.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
. "$DROVER_ROOT/scripts/lib/incidents.sh"
e2e_begin
apt_install prometheus-alertmanager
DROVER_STATE=$E2E_WORK/state ensure_tokens

swarm=$E2E_WORK/swarm
image=drover-test/busybox:1
cleanup() { [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"; }
evidence() {
  ask "$PORT" /v1/health | jq -c . || true
  ask "$PORT" /v1/services | jq -c '.[] | {service, level, running, states, findings}' || true
}
docker_on() { node_docker "$swarm/node$1" "${@:2}"; }
create() { docker_on 1 service create --detach --quiet --no-resolve-image --restart-delay 1s "$@" >/dev/null; }
update() { docker_on 1 service update --detach --quiet --no-resolve-image "$@" >/dev/null; }

say "making a Swarm of three managers"
mkdir -p "$swarm"
private_swarm start "$swarm" 3
for node in 1 2 3; do import_busybox "unix://$swarm/node$node/docker.sock" "$image"; done
watch_swarm "$swarm/node1/docker.sock"

PORT=$(free_port)
agent_port=$(free_port)
alerts_port=$(free_port)
start_alertmanager "$alerts_port"
# One node has an agent: what only agents tell is seen there, and that the others have none is seen too.
start_service agent agent "$agent_port" "-DDOCKER_HOST=unix://$swarm/node1/docker.sock"
start_service health health "$PORT" "-DDOCKER_HOST=unix://$swarm/node1/docker.sock" "-Ddrover.health.agents.addresses=http://127.0.0.1:$agent_port" \
  "-Ddrover.health.agents.token-file=$DROVER_STATE/agent.token" "-Ddrover.incidents.alertmanagers=http://127.0.0.1:$alerts_port"

# alerting ALERT LABEL VALUE: whether the Alertmanager has it.
alerting() {
  curl -sS --max-time 30 "http://127.0.0.1:$alerts_port/api/v2/alerts?active=true" |
    jq -e --arg alert "$1" --arg key "$2" --arg value "$3" 'any(.[]; .labels.alertname == $alert and .labels[$key] == $value)'
}
not() { ! "$@"; }
quietly() { "$@" >/dev/null; }
leads() { ask "$PORT" /v1/nodes | jq -e 'length == 3'; }
well() { ask "$PORT" /v1/services | jq -e --arg name "$1" 'any(.[]; .service == $name and .running == .desired and .level == "ok")'; }

# The update must not be through before the engine has told of the first end: on a busy machine that takes more than a second.
create --name works --replicas 2 --update-monitor 60s --update-failure-action pause "$image" /bin/busybox sleep 100000
eventually 600 "health looks after the Swarm" leads
eventually 300 "a service that works is well" well works
three_managers() { [ "$(ask "$PORT" /v1/health | jq -c '.managers | [.total, .reachable, .mayFail]')" = '[3,3,1]' ]; }
eventually 300 "three managers, of which one may fail" three_managers
curl -sN -K <(printf 'header = "Authorization: Bearer %s"\n' "$(cat "$DROVER_STATE/viewer.token")") "http://127.0.0.1:$PORT/v1/events" >"$E2E_WORK/events" &
E2E_CHILDREN+=("$!")

say "breaking services in five ways"
from=$EPOCHREALTIME
create --name homeless --constraint node.labels.zone==nowhere "$image" /bin/busybox sleep 100000
create --name crashing "$image" /bin/busybox sh -c 'exit 3'
create --name silenced --label drover.alert=off "$image" /bin/busybox sh -c 'exit 4'
create --name imageless drover-test/absent:1 /bin/busybox sleep 100000
create --name ailing --health-cmd false --health-interval 1s --health-retries 1 "$image" /bin/busybox sleep 100000
update --args '/bin/busybox false' works
named "$from" NoSuitableNode homeless
named "$from" ImageMissing imageless
named "$from" CrashLoop crashing
named "$from" Unhealthy ailing
named "$from" RolloutPaused works
reason() {
  ask "$PORT" /v1/services/homeless | jq -e '.schedulable == 0 and (.tasks[0].text | contains("no node fits: constraint node.labels.zone==nowhere rules out node"))' >/dev/null
}
eventually 300 "the reason names the constraint, and no task could be scheduled" reason
exit_code() { ask "$PORT" /v1/services/crashing | jq -e '.findings | any(.kind == "CrashLoop" and .numbers.exitCode == "3")' >/dev/null; }
eventually 300 "the loop's exit code is told" exit_code
eventually 300 "the Alertmanager knows of the crash loop" alerting CrashLoop service crashing
eventually 300 "it knows of the paused update" alerting RolloutPaused service works
eventually 300 "the silenced service loops too" incident CrashLoop silenced open
check "nobody is told of it" not quietly alerting CrashLoop service silenced
id=$(ask "$PORT" /v1/incidents | jq -r '.[] | select(.kind == "CrashLoop" and .subject.name == "crashing" and .status != "closed") | .id' | sed -n 1p)
acknowledge() { curl -sS -o /dev/null -w '%{http_code}' -X POST -H "Authorization: Bearer $(cat "$DROVER_STATE/$1.token")" "http://127.0.0.1:$PORT/v1/incidents/$id/ack"; }
check "a viewer can't acknowledge" test "$(acknowledge viewer)" = 403
check "an operator can" test "$(acknowledge operator)" = 200
eventually 300 "somebody takes care of it" quietly incident CrashLoop crashing acknowledged
heard() { grep -q '"event":"opened".*"kind":"CrashLoop"' "$E2E_WORK/events"; }
eventually 300 "whoever listens has heard of it" heard

say "mending all five"
from=$EPOCHREALTIME
update --constraint-rm node.labels.zone==nowhere homeless
update --args '/bin/busybox sleep 100000' crashing
for node in 1 2 3; do docker_on "$node" tag "$image" drover-test/absent:1; done
update --health-cmd true ailing
update --update-monitor 5s --args '/bin/busybox sleep 100000' works
within 300 "$from" "a node for the homeless" incident NoSuitableNode homeless closed
within 300 "$from" "the image is there" incident ImageMissing imageless closed
within 300 "$from" "health checks pass" incident Unhealthy ailing closed
within 300 "$from" "the update goes on" incident RolloutPaused works closed
within 300 "$from" "the loop ended" incident CrashLoop crashing closed
eventually 300 "the Alertmanager holds the crash loop for over" not alerting CrashLoop service crashing
recorded() { ask "$PORT" '/v1/decisions?service=crashing' | jq -e '[.decisions[].summary] | any(contains("opened")) and any(contains("acknowledged")) and any(contains("closed"))'; }
eventually 300 "the journal has the whole story" recorded

say "losing a manager"
from=$EPOCHREALTIME
private_swarm kill "$swarm" 3
named "$from" QuorumAtRisk 'the Swarm'
named "$from" NodeDown node3
none_more() { [ "$(ask "$PORT" /v1/health | jq .managers.mayFail)" = 0 ]; }
eventually 300 "none more may fail" none_more
eventually 300 "the node without an agent is known for it" quietly incident AgentMissing node2 open
from=$EPOCHREALTIME
private_swarm revive "$swarm" 3
within 300 "$from" "the node is back" incident NodeDown node3 closed
within 300 "$from" "the quorum is whole" incident QuorumAtRisk 'the Swarm' closed
all_named incidents
