# A plan of 5,000 tasks on 500 nodes on one core: time and memory; how far packing is from the best bound on the nodes it takes.
# shellcheck shell=bash

(cd "$DROVER_ROOT" && "$MVN" -B -ntp -q -pl services/placement -am test-compile)
# One core: the serial collector, and the process pinned to a single CPU where taskset is at hand.
pin=()
if command -v taskset >/dev/null; then pin=(taskset -c 0); fi
exec "${pin[@]}" "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx256m \
  -cp "$DROVER_ROOT/services/placement/target/classes:$DROVER_ROOT/services/placement/target/test-classes:$DROVER_ROOT/src/core/target/classes" \
  io.drover.placement.bench.PlanBench
