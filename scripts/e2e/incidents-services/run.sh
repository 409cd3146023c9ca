#!/usr/bin/env bash
# Everything that can go wrong with services on a three-node Swarm, provoked for real: each is named rightly, told to an
# Alertmanager and by a Prometheus with our rules, and closed again after it was mended; a paused update is taken back, and a task
# that Swarm's scheduler forgot replaced, by Drover itself where the service asks for it. Prints how many seconds each took. Nodes, managers,
# clocks and certificates are in the case incidents-nodes; a quick round of the commonest is in incidents.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
. "$DROVER_ROOT/scripts/lib/incidents.sh"
e2e_begin
apt_install prometheus prometheus-alertmanager
DROVER_STATE=$E2E_WORK/state ensure_tokens

swarm=$E2E_WORK/swarm
image=drover-test/busybox:1
cleanup() { [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"; }
evidence() {
  ask "$PORT" /v1/health | jq -c . || true
  ask "$PORT" /v1/services | jq -c '.[] | {service, level, running, states, findings}' || true
  ask "$PORT" '/v1/decisions?limit=20' | jq -c '.decisions[] | {at, service, outcome, summary}' || true
}
docker_on() { node_docker "$swarm/node$1" "${@:2}"; }
create() { docker_on 1 service create --detach --quiet --no-resolve-image --restart-delay 1s --stop-grace-period 1s "$@" >/dev/null; }
update() { docker_on 1 service update --detach --quiet --no-resolve-image "$@" >/dev/null; }
lasting=("$image" /bin/busybox sleep 100000)

say "making a Swarm of three managers"
mkdir -p "$swarm"
private_swarm start "$swarm" 3
for node in 1 2 3; do import_busybox "unix://$swarm/node$node/docker.sock" "$image"; done
watch_swarm "$swarm/node1/docker.sock"

PORT=$(free_port)
agent_port=$(free_port)
alerts_port=$(free_port)
start_alertmanager "$alerts_port"
start_prometheus "$PORT"
# One node has an agent: what only agents tell is seen there.
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

# A busy machine hears late of a task that ended; what ends after the monitor time does not count against an update.
pausing=(--replicas 2 --update-monitor 60s --update-failure-action pause)
create --name works "${pausing[@]}" "${lasting[@]}"
create --name healed "${pausing[@]}" --label drover.heal=auto "${lasting[@]}"
create --name returns --update-monitor 60s --update-failure-action rollback "${lasting[@]}"
eventually 600 "health looks after the Swarm" leads
for service in works healed returns; do eventually 300 "$service, which works, is well" well "$service"; done
three_managers() { [ "$(ask "$PORT" /v1/health | jq -c '.managers | [.total, .reachable, .mayFail]')" = '[3,3,1]' ]; }
eventually 300 "three managers, of which one may fail" three_managers
curl -sN -K <(printf 'header = "Authorization: Bearer %s"\n' "$(cat "$DROVER_STATE/viewer.token")") "http://127.0.0.1:$PORT/v1/events" >"$E2E_WORK/events" &
E2E_CHILDREN+=("$!")

say "what takes long by itself: a start that does not end, an update that pauses and that Drover is to take back"
slow_from=$EPOCHREALTIME
create --name slow --health-cmd 'sleep 100000' --health-timeout 1h --health-start-period 1h "${lasting[@]}"
healed_from=$EPOCHREALTIME
update --args '/bin/busybox false' healed

say "a task that Swarm's scheduler forgets (moby#53722)"
# A label makes another version of the service, not of its task; looked at in vain once more, the task is dropped from the queue.
create --name forgotten --label drover.heal=auto --constraint node.labels.room==yes "${lasting[@]}"
pending() { docker_on 1 service ps forgotten --format '{{.CurrentState}} {{.Error}}' | finds '^Pending.*no suitable node'; }
eventually 300 "it finds no node" pending
update --label-add looked=once forgotten
# As many looks as it takes: the scheduler looks anew whenever a node changes.
for look in 1 2 3 4 5; do
  docker_on 1 node update --label-add "look=$look" node2 >/dev/null
  sleep 1
done
stuck_from=$EPOCHREALTIME
docker_on 1 node update --label-add room=yes node1 >/dev/null

say "breaking services in ten ways"
docker_on 1 network create --driver overlay --subnet 10.77.0.0/29 narrow >/dev/null
from=$EPOCHREALTIME
create --name homeless --constraint node.labels.zone==nowhere "${lasting[@]}"
create --name crashing "$image" /bin/busybox sh -c 'exit 3'
create --name silenced --label drover.alert=off "$image" /bin/busybox sh -c 'exit 4'
create --name imageless drover-test/absent:1 /bin/busybox sleep 100000
create --name ailing --health-cmd false --health-interval 1s --health-retries 1 "${lasting[@]}"
create --name rejected --mount "type=bind,src=$E2E_WORK/later,dst=/later" "${lasting[@]}"
create --name gaveup --restart-condition none "$image" /bin/busybox false
create --name greedy --constraint node.hostname==node1 --limit-memory 16M "$image" /bin/busybox dd if=/dev/zero of=/dev/null bs=100M
create --name crowded --replicas 12 --network narrow --endpoint-mode dnsrr "${lasting[@]}"
update --args '/bin/busybox false' works
update --args '/bin/busybox false' returns
named "$from" NoSuitableNode homeless
named "$from" ImageMissing imageless
named "$from" TaskRejected rejected
named "$from" Unhealthy ailing
named "$from" NotRestarted gaveup 5
named "$from" OutOfMemory greedy
named "$from" CrashLoop crashing
named "$from" RolloutPaused works
named "$from" RolledBack returns
named "$from" NoAddress crowded 15
named "$stuck_from" StuckPending forgotten 30
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
eventually 300 "somebody takes care of it" incident CrashLoop crashing acknowledged
heard() { grep -q '"event":"opened".*"kind":"CrashLoop"' "$E2E_WORK/events"; }
eventually 300 "whoever listens has heard of it" heard
for alert in 'CrashLoop{service="crashing"}' 'TasksCannotStart{service="imageless"}' 'RolloutPaused{service="works"}' 'TasksPendingTooLong{service="homeless"}'; do
  eventually 300 "in Prometheus fires $alert" fires_there "${alert%%\{*}" "${alert#*\{}"
done

say "mending all of it"
from=$EPOCHREALTIME
update --constraint-rm node.labels.zone==nowhere homeless
update --args '/bin/busybox sleep 100000' crashing
for node in 1 2 3; do docker_on "$node" tag "$image" drover-test/absent:1; done
update --health-cmd true ailing
mkdir "$E2E_WORK/later"
update --args '/bin/busybox sleep 100000' gaveup
docker_on 1 service rm greedy >/dev/null
docker_on 1 service scale --detach crowded=1 >/dev/null
update --update-monitor 5s --args '/bin/busybox sleep 100000' works
update --update-monitor 5s --label-add fixed=yes --args '/bin/busybox sleep 200000' returns
within 300 "$from" "a node for the homeless" incident NoSuitableNode homeless closed
within 300 "$from" "the image is there" incident ImageMissing imageless closed
within 300 "$from" "the folder is there" incident TaskRejected rejected closed
within 300 "$from" "health checks pass" incident Unhealthy ailing closed
within 300 "$from" "it runs again" incident NotRestarted gaveup closed
within 300 "$from" "the greedy one is gone" incident OutOfMemory greedy closed
within 300 "$from" "there are addresses" incident NoAddress crowded closed
within 300 "$from" "the update goes on" incident RolloutPaused works closed
within 300 "$from" "an update passed" incident RolledBack returns closed
within 300 "$from" "the loop ended" incident CrashLoop crashing closed
eventually 300 "the Alertmanager holds the crash loop for over" not alerting CrashLoop service crashing
recorded() { ask "$PORT" '/v1/decisions?service=crashing' | jq -e '[.decisions[].summary] | any(contains("opened")) and any(contains("acknowledged")) and any(contains("closed"))'; }
eventually 300 "the journal has the whole story" recorded

within 300 "$stuck_from" "Drover had the forgotten task replaced" well forgotten
within 300 "$stuck_from" "it waits no more" incident StuckPending forgotten closed
replaced() { ask "$PORT" '/v1/decisions?service=forgotten' | jq -e 'any(.decisions[]; .outcome == "applied")'; }
eventually 300 "the record says that Drover did it" replaced

# A paused update is left to its operator for five minutes, and so is a start.
named "$slow_from" SlowStart slow 300
from=$EPOCHREALTIME
update --health-cmd true --health-start-period 0s --health-timeout 1s slow
within 300 "$from" "it has started" incident SlowStart slow closed
rolled_back() { [ "$(docker_on 1 service inspect healed | jq -c '.[0].Spec.TaskTemplate.ContainerSpec.Args')" = '["/bin/busybox","sleep","100000"]' ]; }
within 420 "$healed_from" "Drover took the paused update back" rolled_back
eventually 300 "its incident is closed" incident RolloutPaused healed closed
# That its update was taken back is told until another one passes.
restored() { ask "$PORT" /v1/services | jq -e 'any(.[]; .service == "healed" and .running == 2 and [.findings[].kind] == ["RolledBack"])'; }
eventually 300 "both its tasks run as before, and it says what became of the update" restored
healing() { ask "$PORT" '/v1/decisions?service=healed' | jq -e 'any(.decisions[]; .outcome == "applied" and any(.plan.steps[].reasons[]; .code == "HealRollBack"))'; }
eventually 300 "the record says that Drover did it, and why" healing
unasked() { ask "$PORT" '/v1/decisions?service=works' | jq -e 'any(.decisions[]; .outcome == "applied") | not'; }
check "it repaired nothing that did not ask for it" unasked
all_named incidents_services
