# (h) The whole health service on a simulated Swarm of 50 nodes, 10 tasks a service: what a look costs, in which time something that
# goes wrong is an incident. scripts/bench health [SERVICES...]; 100 and 1000 without any. DROVER_HEAP is the service's largest heap,
# 256m without it. The simulated tasks are shorter than real ones and have no networks, so that names are not looked up.
# shellcheck shell=bash

. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
sizes=("$@")
[ ${#sizes[@]} -gt 0 ] || sizes=(100 1000)
seconds=60
e2e_begin
ensure_tokens
(cd "$DROVER_ROOT" && "$MVN" -B -ntp -q -pl services/health -am package -DskipTests) >&2
built=$DROVER_ROOT/services/health/target
hertz=$(getconf CLK_TCK)

# metric NAME: its value, from the service's last page.
metric() { awk -v name="$1" 'index($0, name "{loop=\"incidents\"") == 1 { print $2 }' "$E2E_WORK/page"; }
page() { ask "$port" /q/metrics >"$E2E_WORK/page"; }
ticks() { sed 's/.*) //' "/proc/${PID_OF[$1]}/stat" | awk '{ print $12 + $13 }'; }
calls() { curl -sS "$door/requests" | awk '{ sum += $1 } END { print sum + 0 }'; }

# measure SERVICES: one Swarm of so many services, all of which are well, and then seven that are not.
measure() {
  local services=$1 name=health-$1 sim docker agents
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx1g \
    -cp "$built/test-classes:$DROVER_ROOT/src/testkit/target/classes:$built/quarkus-app/lib/main/*" \
    io.drover.health.bench.HealthBenchServer "$services" >"$E2E_WORK/sim-$services" 2>"$E2E_WORK/sim-$services.log" &
  sim=$!
  E2E_CHILDREN+=("$sim")
  ready() { [ -s "$E2E_WORK/sim-$services" ]; }
  until_true 300 ready || die "no simulated Swarm"
  read -r door docker agents <"$E2E_WORK/sim-$services"
  port=$(free_port)
  start_service health "$name" "$port" "-Xmx${DROVER_HEAP:-256m}" "-DDOCKER_HOST=$docker" "-Ddrover.health.agents.addresses=$agents" \
    "-Ddrover.health.agents.token-file=$DROVER_STATE/agent.token"
  seen() { ask "$port" /v1/services | jq -e --argjson n "$services" 'length == $n and all(.[]; .running == 10)'; }
  until_true 600 seen || die "health does not see its $services services"
  say "$services services: until all is compiled that runs each round"
  sleep 60

  say "$services services, all well, $seconds s"
  page
  local rounds observing calls_before ticks_before
  rounds=$(metric drover_observe_seconds_count) observing=$(metric drover_observe_seconds_sum)
  calls_before=$(calls) ticks_before=$(ticks "$name")
  sleep "$seconds"
  page
  local idle rss from found
  idle=$(awk -v s="$seconds" -v hz="$hertz" -v rounds="$(metric drover_observe_seconds_count)" -v before="$rounds" \
    -v observing="$(metric drover_observe_seconds_sum)" -v observing_before="$observing" \
    -v calls="$(($(calls) - calls_before))" -v ticks="$(($(ticks "$name") - ticks_before))" 'BEGIN {
      r = rounds - before
      printf "%.2f %.0f %.0f %.1f %.2f", s / r, (observing - observing_before) / r * 1000, ticks / hz / r * 1000, 100 * ticks / hz / s, calls / r }')
  rss=$(awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/${PID_OF[$name]}/status")
  from=$EPOCHREALTIME
  curl -sS -X POST "$door/break/7" >/dev/null
  all_found() { ask "$port" '/v1/incidents?status=active' | jq -e '[.[] | select(.kind == "TaskRejected")] | length == 7'; }
  until_true 180 all_found || die "health does not find the seven services that are ill"
  found=$(awk -v now="$EPOCHREALTIME" -v from="$from" 'BEGIN { printf "%.1f", now - from }')
  rows+="$services $((services * 10)) $idle $rss $found"$'\n'
  end_service "$name"
  kill "$sim"
  wait "$sim" 2>/dev/null || true
}

rows=
for size in "${sizes[@]}"; do measure "$size"; done
printf '%s' "$rows" | awk '
  BEGIN { printf "%-9s %7s %9s %11s %13s %8s %12s %8s %12s\n", "services", "tasks", "period s", "observe ms", "CPU ms/round", "CPU %", "calls/round", "RSS MiB", "found in s" }
  { printf "%-9s %7s %9s %11s %13s %8s %12s %8s %12s\n", $1, $2, $3, $4, $5, $6, $7, $8, $9
    n = "health_" $1
    figures = figures sprintf("figure %s_period %s s\nfigure %s_observe %s ms\nfigure %s_cpu %s ms_per_round\nfigure %s_cpu_share %s percent\n", n, $3, n, $4, n, $5, n, $6)
    figures = figures sprintf("figure %s_calls %s per_round\nfigure %s_rss %s MiB\nfigure %s_found %s s\n", n, $7, n, $8, n, $9) }
  END { printf "%s", figures }'
