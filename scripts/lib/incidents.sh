# What the cases share that provoke incidents. Sourced after e2e.sh; PORT is the health service's.
# shellcheck shell=bash

PORT=

# incident KIND SUBJECT STATUS: whether it is so.
incident() {
  ask "$PORT" /v1/incidents | jq -e --arg kind "$1" --arg subject "$2" --arg status "$3" \
    'any(.[]; .kind == $kind and .subject.name == $subject and .status == $status)' >/dev/null
}

# within SECONDS FROM TEXT COMMAND...: a claim that comes true in time; prints the seconds since FROM, by $EPOCHREALTIME.
within() {
  local seconds=$1 from=$2 text=$3
  shift 3
  until_true "$seconds" "$@" || die "not within $seconds s: $text"
  say "seen: $text ($(awk -v now="$EPOCHREALTIME" -v from="$from" 'BEGIN { printf "%.1f", now - from }') s after)"
}

# named FROM KIND SUBJECT [WAIT]: the incident was opened, and how soon by the service's own clock: after FROM, and after the time
# that such a thing must last before it counts (WAIT seconds, by design).
named() {
  local from=$1 kind=$2 subject=$3 wait=${4:-0} opened
  until_true 300 incident "$kind" "$subject" open || die "not named within 300 s: $kind of $subject"
  opened=$(ask "$PORT" /v1/incidents | jq -r --arg kind "$kind" --arg subject "$subject" \
    '[.[] | select(.kind == $kind and .subject.name == $subject) | .openedAt] | max')
  say "seen: $kind of $subject, $(since "$from" "$opened") s after$([ "$wait" = 0 ] || printf ', of which it must last %s s' "$wait")"
}
since() { awk -v from="$1" -v to="$(date -d "$2" +%s.%3N)" 'BEGIN { printf "%.1f", to - from }'; }

# start_alertmanager PORT: one that tells nobody.
start_alertmanager() {
  cat >"$E2E_WORK/alertmanager.yml" <<'YAML'
route: {receiver: nobody, group_wait: 1s}
receivers: [{name: nobody}]
YAML
  prometheus-alertmanager --config.file="$E2E_WORK/alertmanager.yml" --storage.path="$E2E_WORK/alertmanager" --cluster.listen-address= \
    --web.listen-address="127.0.0.1:$1" >"$E2E_WORK/alertmanager.log" 2>&1 &
  E2E_CHILDREN+=("$!")
}

# start_prometheus PORT: one that scrapes the health service at this port, with our rules. Not each second: what a busy machine does not
# answer within a scrape interval is stale, and begins anew.
start_prometheus() {
  local port
  port=$(free_port)
  PROMETHEUS=http://127.0.0.1:$port
  cat >"$E2E_WORK/prometheus.yml" <<YAML
global: {scrape_interval: 5s, evaluation_interval: 5s}
rule_files: [$DROVER_ROOT/swarm/prometheus/alerts.yml]
scrape_configs:
  - job_name: drover-health
    metrics_path: /q/metrics
    authorization: {credentials_file: $DROVER_STATE/viewer.token}
    static_configs: [{targets: ["127.0.0.1:$1"]}]
YAML
  prometheus --config.file="$E2E_WORK/prometheus.yml" --storage.tsdb.path="$E2E_WORK/tsdb" --web.listen-address="127.0.0.1:$port" \
    >"$E2E_WORK/prometheus.log" 2>&1 &
  E2E_CHILDREN+=("$!")
}

# fires_there ALERT LABELS: whether Prometheus fires it, with labels as a selector has them, and a brace to end them.
fires_there() {
  curl -sS --max-time 30 --data-urlencode "query=ALERTS{alertstate=\"firing\",alertname=\"$1\",$2" "$PROMETHEUS/api/v1/query" |
    jq -e '.data.result | length > 0'
}
