# (e) A week of load (diurnal, spiky, leaking, bursty-batch) under Drover, a threshold scaler and the ideal.
# scripts/bench replay [PNG]: where the plot goes; target/replay.png without it.
# shellcheck shell=bash

plot=${1:-$DROVER_ROOT/target/replay.png}
mkdir -p "$(dirname "$plot")"
(cd "$DROVER_ROOT" && "$MVN" -B -ntp -q -pl services/scaling -am test-compile) >&2
exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx512m -Djava.awt.headless=true \
  -cp "$DROVER_ROOT/services/scaling/target/classes:$DROVER_ROOT/services/scaling/target/test-classes:$DROVER_ROOT/src/core/target/classes" \
  io.drover.scaling.bench.ReplayBench "$plot"
