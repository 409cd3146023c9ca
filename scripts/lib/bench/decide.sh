# (a) Pure decisions per second on one core, for 10,000 services with 10 tasks each.
# shellcheck shell=bash

(cd "$DROVER_ROOT" && "$MVN" -B -ntp -q -pl services/scaling -am test-compile)
# One core: the serial collector, and the process pinned to a single CPU where taskset is at hand.
pin=()
if command -v taskset >/dev/null; then pin=(taskset -c 0); fi
exec "${pin[@]}" "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx512m \
  -cp "$DROVER_ROOT/services/scaling/target/classes:$DROVER_ROOT/services/scaling/target/test-classes:$DROVER_ROOT/src/core/target/classes" \
  io.drover.scaling.bench.DecideBench
