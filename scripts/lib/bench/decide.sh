# (a) A round of pure decisions on one core, and its memory: 1,000, 10,000 and 50,000 services of 10 tasks and 3 metrics.
# shellcheck shell=bash

(cd "$DROVER_ROOT" && "$MVN" -B -ntp -q -pl services/scaling -am test-compile)
# One core: the serial collector, and the process pinned to a single CPU where taskset is at hand.
pin=()
if command -v taskset >/dev/null; then pin=(taskset -c 0); fi
exec "${pin[@]}" "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx4g \
  -cp "$DROVER_ROOT/services/scaling/target/classes:$DROVER_ROOT/services/scaling/target/test-classes:$DROVER_ROOT/src/core/target/classes" \
  io.drover.scaling.bench.DecideBench
