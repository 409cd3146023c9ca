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

cleanup() { forget_swarm; }
evidence() { services_evidence; }
lasting=("$image" /bin/busybox sleep 100000)

make_swarm_of_services
PORT=$(free_port)
start_prometheus "$PORT"
start_health

# A busy machine hears late of a task that ended; what ends after the monitor time does not count against an update.
pausing=(--replicas 2 --update-monitor 60s --update-failure-action pause)
create --name works "${pausing[@]}" "${lasting[@]}"
create --name healed "${pausing[@]}" --label drover.heal=auto "${lasting[@]}"
create --name returns --update-monitor 60s --update-failure-action rollback "${lasting[@]}"
all_well works healed returns

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
break_services
create --name rejected --mount "type=bind,src=$E2E_WORK/later,dst=/later" "${lasting[@]}"
create --name gaveup --restart-condition none "$image" /bin/busybox false
create --name greedy --constraint node.hostname==node1 --limit-memory 16M "$image" /bin/busybox dd if=/dev/zero of=/dev/null bs=100M
create --name crowded --replicas 12 --network narrow --endpoint-mode dnsrr "${lasting[@]}"
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
told_of_services
for alert in 'CrashLoop{service="crashing"}' 'TasksCannotStart{service="imageless"}' 'RolloutPaused{service="works"}' 'TasksPendingTooLong{service="homeless"}'; do
  eventually 300 "in Prometheus fires $alert" fires_there "${alert%%\{*}" "${alert#*\{}"
done

say "mending all of it"
from=$EPOCHREALTIME
mend_services
mkdir "$E2E_WORK/later"
update --args '/bin/busybox sleep 100000' gaveup
docker_on 1 service rm greedy >/dev/null
docker_on 1 service scale --detach crowded=1 >/dev/null
update --update-monitor 5s --label-add fixed=yes --args '/bin/busybox sleep 200000' returns
within 300 "$from" "the folder is there" incident TaskRejected rejected closed
within 300 "$from" "it runs again" incident NotRestarted gaveup closed
within 300 "$from" "the greedy one is gone" incident OutOfMemory greedy closed
within 300 "$from" "there are addresses" incident NoAddress crowded closed
within 300 "$from" "an update passed" incident RolledBack returns closed
services_mended "$from"

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
