#!/usr/bin/env bash
# The planner against Swarm's own scheduler: random services on a manager and three workers, planned and really placed; both
# must place the same numbers of tasks. scripts/e2e/scheduler/run.sh [SCENARIOS [FIRST SEED]]; 40 scenarios without a word.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
scenarios=${1:-40}
seed=${2:-1}
case $scenarios$seed in *[!0-9]*) die "usage: scripts/e2e/scheduler/run.sh [SCENARIOS [FIRST SEED]]" ;; esac
e2e_begin

swarm=$E2E_WORK/swarm
cleanup() { [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"; }
docker_on() { node_docker "$swarm/node$1" "${@:2}"; }

classes=$DROVER_ROOT/services/placement/target
if [ ! -d "$classes/quarkus-app" ] || [ ! -d "$classes/test-classes/io/drover/placement/truth" ]; then
  find_maven
  (cd "$DROVER_ROOT" && "$MVN" -B -ntp -q -pl services/placement -am package -DskipTests) >&2 || die "the build failed"
fi

say "making a Swarm of a manager and three workers"
mkdir -p "$swarm"
private_swarm start "$swarm" 4
number=$(cat "$swarm/network")
# None that a busy machine stalls may be taken for down.
docker_on 1 swarm update --dispatcher-heartbeat 30s >/dev/null
# While a node changes, by a demotion or a report of its own, an update can come too late: once more then.
update() { until_true 300 docker_on 1 node update "$@" || die "node update $* failed"; }
update --availability drain node1
for node in 2 3 4; do update --role worker "node$node"; done
update --label-add zone=a --label-add tier=database node2
update --label-add zone=b --label-add tier=database node3
update --label-add zone=b node4
workers_ready() { [ "$(docker_on 1 node ls --filter role=worker --format '{{.Status}}' | grep -c Ready)" = 3 ]; }
eventually 300 "three workers are ready" workers_ready

# Tasks need only be placed, not run: their image is to be had from an address whose neighbour never answers, and a pull
# that hangs costs nothing and ends at once when the task does.
nowhere=198.18.$number.250
for node in 1 2 3 4; do
  ip -n "drover-$number-$node" neigh add "$nowhere" lladdr 02:00:00:00:00:01 dev eth0 nud permanent
done

# Quarkus' own log binding needs Quarkus around it.
jars=$(find "$classes/quarkus-app/lib/main" -name '*.jar' ! -name '*slf4j-jboss*' -printf '%p:')
began=$SECONDS
"$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx192m -XX:TieredStopAtLevel=1 -Dslf4j.internal.verbosity=ERROR \
  -cp "$classes/classes:$classes/test-classes:$jars" \
  io.drover.placement.truth.SchedulerTruth "$swarm/node1/docker.sock" "$nowhere:5000/nothing:1" "$scenarios" "$seed" ||
  die "the planner and Swarm's scheduler do not agree"
say "seen: the planner places what Swarm places, in $scenarios scenarios ($((SECONDS - began)) s)"
