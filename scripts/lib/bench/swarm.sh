# (f) The whole scaling service on a simulated Swarm: does a cycle stay within its period, at what CPU time, with how many
# Engine API calls. scripts/bench swarm [SERVICES...]; 200 and 2000 without any. 5 tasks each, 50 nodes and agents.
# DROVER_HEAP is the service's largest heap, 256m without it; the image has 36m (native/jvm-image).
# shellcheck shell=bash

. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
sizes=("$@")
[ ${#sizes[@]} -gt 0 ] || sizes=(200 2000)
seconds=60
e2e_begin
ensure_tokens
(cd "$DROVER_ROOT" && "$MVN" -B -ntp -q -pl services/scaling -am package -DskipTests) >&2
built=$DROVER_ROOT/services/scaling/target
hertz=$(getconf CLK_TCK)

# metric NAME: its value, from the service's last page.
metric() { awk -v name="$1" 'index($0, name "{loop=\"scaling\"") == 1 { print $2 }' "$E2E_WORK/page"; }
page() { ask "$port" /q/metrics >"$E2E_WORK/page"; }
ticks() { sed 's/.*) //' "/proc/${PID_OF[$1]}/stat" | awk '{ print $12 + $13 }'; }
calls() { curl -sS "$door/requests" | awk '{ sum += $1 } END { print sum + 0 }'; }
updates() { curl -sS "$door/requests" | awk '$2 == "POST" && $3 ~ "^/services/" { sum += $1 } END { print sum + 0 }'; }

# measure SERVICES: one Swarm of so many services, idle, and then with all of them in need of more tasks.
measure() {
  local services=$1 name=scaling-$1 sim
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx1g \
    -cp "$built/test-classes:$DROVER_ROOT/src/testkit/target/classes:$built/quarkus-app/lib/main/*" \
    io.drover.scaling.bench.SwarmBenchServer "$services" >"$E2E_WORK/sim-$services" 2>"$E2E_WORK/sim-$services.log" &
  sim=$!
  E2E_CHILDREN+=("$sim")
  ready() { [ -s "$E2E_WORK/sim-$services" ]; }
  until_true 60 ready || die "no simulated Swarm"
  local docker agents
  read -r door docker agents <"$E2E_WORK/sim-$services"
  port=$(free_port)
  start_service scaling "$name" "$port" "-Xmx${DROVER_HEAP:-256m}" "-DDOCKER_HOST=$docker" "-Ddrover.scaling.agents.addresses=$agents" \
    "-Ddrover.scaling.agents.token-file=$DROVER_STATE/agent.token"
  measured() { [ "$(ask "$port" /v1/services | jq '[.[] | select(.metrics.cpu != null)] | length')" -ge "$services" ]; }
  until_true 180 measured || die "scaling does not see its $services services"
  say "$services services: until all is compiled that runs each cycle"
  sleep 60

  say "$services services, idle, $seconds s"
  page
  local observed reconciled observing calls_before ticks_before
  observed=$(metric drover_observe_seconds_count) reconciled=$(metric drover_reconcile_seconds_count)
  observing=$(metric drover_observe_seconds_sum) calls_before=$(calls) ticks_before=$(ticks "$name")
  sleep "$seconds"
  page
  local idle
  idle=$(awk -v s="$seconds" -v hz="$hertz" -v n="$services" \
    -v rounds="$(metric drover_observe_seconds_count)" -v before="$observed" \
    -v decided="$(metric drover_reconcile_seconds_count)" -v decided_before="$reconciled" \
    -v observing="$(metric drover_observe_seconds_sum)" -v observing_before="$observing" \
    -v calls="$(($(calls) - calls_before))" -v ticks="$(($(ticks "$name") - ticks_before))" 'BEGIN {
      r = rounds - before
      printf "%.2f %.1f %.1f %.1f %.2f", s / r, (observing - observing_before) / r * 1000, (decided - decided_before) / r,
        ticks / hz / r * 1000, calls / r }')
  local rss
  rss=$(awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/${PID_OF[$name]}/status")

  say "$services services, all of which need more tasks"
  local start now busy_ticks
  busy_ticks=$(ticks "$name")
  start=$(date +%s%N)
  curl -sS -X POST "$door/load/100" >/dev/null
  all_scaled() { [ "$(curl -sS "$door/updated")" -ge "$services" ]; }
  until_true 300 all_scaled || die "only $(curl -sS "$door/updated") of $services services were scaled"
  now=$(date +%s%N)
  local busy
  busy=$(awk -v ns="$((now - start))" -v t="$(($(ticks "$name") - busy_ticks))" -v hz="$hertz" 'BEGIN { printf "%.1f %.1f", ns / 1e9, t / hz }')
  rows+="$services $idle $rss $busy $(updates)"$'\n'
  end_service "$name"
  kill "$sim"
  wait "$sim" 2>/dev/null || true
}

rows=
for size in "${sizes[@]}"; do measure "$size"; done
printf '%s' "$rows" | awk '
  BEGIN { printf "%-9s %9s %11s %14s %13s %12s %8s %16s %14s\n", "services", "period s", "observe ms", "decided/cycle", "CPU ms/cycle", "calls/cycle", "RSS MiB",
          "all scaled in s", "for CPU s" }
  { printf "%-9s %9s %11s %14s %13s %12s %8s %16s %14s\n", $1, $2, $3, $4, $5, $6, $7, $8, $9
    n = "swarm_" $1
    figures = figures sprintf("figure %s_period %s s\nfigure %s_observe %s ms\nfigure %s_decided %s per_cycle\nfigure %s_cpu %s ms_per_cycle\n", n, $2, n, $3, n, $4, n, $5)
    figures = figures sprintf("figure %s_calls %s per_cycle\nfigure %s_rss %s MiB\nfigure %s_all_scaled %s s\nfigure %s_all_scaled_cpu %s s\n", n, $6, n, $7, n, $8, n, $9) }
  END { printf "%s", figures }'
