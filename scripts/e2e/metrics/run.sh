#!/usr/bin/env bash
# Custom metrics on a real Swarm: a service is scaled out and in by what its tasks tell an agent, without any Prometheus; another
# one by PromQL on a real Prometheus, which then goes away; and one that is only observed, of which is told what would have been.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
e2e_begin
apt_install prometheus bsdextrautils
ensure_tokens

swarm=$E2E_WORK/swarm
cleanup() { [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"; }
on_swarm() { node_docker "$swarm/node1" "$@"; }
evidence() {
  printf '== services\n'
  ask "$port" /v1/services
  printf '\n== status\n'
  ask "$port" /v1/status
  printf '\n== tasks\n'
  on_swarm service ps --no-trunc worker mailer shadow
}

say "making a Swarm of one node"
mkdir -p "$swarm"
private_swarm start "$swarm" 1
import_busybox "unix://$swarm/node1/docker.sock" drover-test/busybox:1
on_swarm network create --driver overlay shop >/dev/null

# What every task serves, and what Prometheus scrapes: one file each, written whole.
mkdir -p "$E2E_WORK"/{tasks,queue}
serve() { printf '%s\n' "$2" >"$E2E_WORK/page" && mv "$E2E_WORK/page" "$E2E_WORK/$1/metrics"; }
jobs() { serve tasks "$(printf '# HELP jobs_waiting Jobs that wait.\n# TYPE jobs_waiting gauge\njobs_waiting{kind="small"} %s\njobs_waiting{kind="large"} 1' "$1")"; }
queue() { serve queue "$(printf '# TYPE queue_depth gauge\nqueue_depth{queue="mail"} %s' "$1")"; }
jobs 9
queue 200

queue_port=$(free_port)
busybox httpd -f -p "127.0.0.1:$queue_port" -h "$E2E_WORK/queue" &
E2E_CHILDREN+=("$!")
cat >"$E2E_WORK/prometheus.yml" <<EOF
global: {scrape_interval: 1s}
scrape_configs: [{job_name: queue, static_configs: [{targets: ["127.0.0.1:$queue_port"]}]}]
EOF
prometheus_port=$(free_port)
prometheus --config.file "$E2E_WORK/prometheus.yml" --storage.tsdb.path "$E2E_WORK/tsdb" --web.listen-address "127.0.0.1:$prometheus_port" \
  >"$E2E_WORK/prometheus.log" 2>&1 &
prometheus=$!
E2E_CHILDREN+=("$prometheus")

# An agent is on its node: there it reaches tasks without sharing a network of theirs.
node_address=198.18.$(cat "$swarm/network").11
agent_port=$(free_port)
E2E_WITHIN=(nsenter "--net=/run/netns/drover-$(cat "$swarm/network")-1")
start_service agent agent "$agent_port" "-Dquarkus.http.host=$node_address" "-DDOCKER_HOST=unix://$swarm/node1/docker.sock" \
  -Ddrover.agent.scrape-period=1s
E2E_WITHIN=()
port=$(free_port)
start_service scaling scaling "$port" "-DDOCKER_HOST=unix://$swarm/node1/docker.sock" "-Ddrover.scaling.agents.addresses=http://$node_address:$agent_port" \
  "-Ddrover.scaling.agents.token-file=$DROVER_STATE/agent.token" "-Ddrover.scaling.prometheus.url=http://127.0.0.1:$prometheus_port" \
  -Ddrover.scaling.period=1s -Ddrover.scaling.warm-up=0s -Ddrover.scaling.initial-readiness-delay=0s

# says JSON FILTER: whether the filter holds.
says() { jq -e "$2" <<<"$1" >/dev/null; }

# scaled NAME LABEL...: two tasks that serve the page; up and down as fast as it goes.
scaled() {
  local name=$1 label labels=()
  shift
  for label in drover.scale.min=2 drover.scale.max=4 drover.scale.down.window=0s drover.scale.up.policies=100%/5s drover.scale.down.policies=100%/5s "$@"; do
    labels+=(--label "$label")
  done
  on_swarm service create --detach --name "$name" --replicas 2 --network shop --endpoint-mode dnsrr --mount "type=bind,src=$E2E_WORK/tasks,dst=/www,readonly" \
    "${labels[@]}" --stop-grace-period 1s drover-test/busybox:1 /bin/busybox httpd -f -p 8080 -h /www >/dev/null 2>&1
}
replicas() { on_swarm service inspect --format '{{.Spec.Mode.Replicated.Replicas}}' "$1"; }
has() { [ "$(replicas "$1")" = "$2" ]; }
answers() { ask "$port" /v1/status | jq -e .leases; }
acting() { ask "$port" /v1/status | jq -e '[.leases[].acting] | any'; }
summary() { ask "$port" "/v1/services/$1" | jq -r '.decision.summary'; }
tells() { summary "$1" | finds -E "$2"; }
drover() { DROVER_URL=http://127.0.0.1:$port DROVER_TOKEN_FILE=$DROVER_STATE/viewer.token "$DROVER_ROOT/scripts/drover" "$@"; }

scaled worker drover.metrics.port=8080 drover.scale.metric.jobs_waiting=10/task
scaled mailer drover.scale.metric.queue=100/task 'drover.scale.metric.queue.query=sum(queue_depth)'
scaled shadow drover.mode=observe drover.metrics.port=8080 drover.scale.metric.jobs_waiting=10/task
eventually 600 "scaling answers" answers
eventually 600 "it holds the lease" acting
eventually 300 "the tasks' own metric is known, summed over its series" tells worker 'jobs_waiting at 10 per task'
eventually 300 "the query's answer is known" tells mailer 'queue at (200|100)'
check "with both at their targets nothing is done" test "$(replicas worker)$(replicas mailer)" = 22

say "more to do"
jobs 24
queue 390
eventually 300 "the worker was scaled out by what its tasks tell" has worker 4
eventually 300 "the mailer was scaled out by PromQL" has mailer 4
jobs 2
queue 40
eventually 300 "the worker was scaled in again" has worker 2
eventually 300 "the mailer was scaled in again" has mailer 2

say "taking Prometheus away, and what the tasks tell, at a peak"
queue 390
jobs 24
eventually 300 "the mailer is at its peak" has mailer 4
eventually 300 "the worker is at its peak" has worker 4
# The observed one has two tasks where four were wanted for as long as this lasts.
is_short() { says "$(drover --json shadow shadow --since 1h)" '.services[0] | .had.most == 2 and .wouldHaveHad.most == 4 and .had.shortFor >= 15'; }
eventually 300 "the observed one is short of tasks for a while" is_short
kill -9 "$prometheus"
rm "$E2E_WORK/tasks/metrics"
eventually 300 "the mailer's metric is unknown" tells mailer "can't be measured"
eventually 300 "the worker's metric is unknown" tells worker "can't be measured.*404"
check "nothing was scaled in for want of a measurement" test "$(replicas worker)$(replicas mailer)" = 44
missing() { says "$(ask "$port" /v1/status)" '.dependencies[] | select(.name == "metrics") | .up == false'; }
eventually 300 "status says what is missing" missing

check "the service that is observed was left alone" test "$(replicas shadow)" = 2
report=$(drover --json shadow shadow --since 1h)
printf '%s\n' "$report" >"$E2E_WORK/shadow.log"
check "it would have had up to four tasks" says "$report" '.services[0] | .had.most == 2 and .wouldHaveHad.most == 4 and .had.shortFor >= 15'
check "and why is told" says "$report" '.services[0].first[0] | .kind == "short" and (.why | length > 0) and (.summary | contains("jobs_waiting"))'
drover shadow shadow --since 1h
