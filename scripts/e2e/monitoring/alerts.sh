# The time lines of the reference document's three alerts: in the Prometheus that scrapes the suite, and by the built-in rules.
# Sourced by run.sh.
# shellcheck shell=bash disable=SC2154

# built_in ALERT SERVICE: state, when it fired, when it was over; both in Unix seconds.
built_in() {
  curl -sS --max-time 30 -K <(printf 'header = "Authorization: Bearer %s"\n' "$(cat "$DROVER_STATE/viewer.token")") "http://$node1:9483/v1/alerts" |
    jq -r --arg alert "$1" --arg service "$2" 'def seconds: sub("\\.[0-9]+Z$"; "Z") | fromdate;
      .[] | select(.labels.alertname == $alert and .labels.service == $service) | "\(.state) \(.startsAt | seconds) \(.resolvedAt // "1970-01-01T00:00:00Z" | seconds)"'
}
# in_prometheus SELECTOR: when it fired first and last, in Unix seconds; evaluations are 15 s apart.
in_prometheus() {
  ask_prometheus "ALERTS{alertstate=\"firing\",$1}[1h]" |
    jq -r '.data.result[0].values | select(. != null) | "\(.[0][0] | floor) \(.[-1][0] + 15 | floor)"'
}
fires() { [[ $(built_in "$1" "$2") == firing* ]]; }
is_over() { [[ $(built_in "$1" "$2") == resolved* ]]; }
fires_there() { returns_data "ALERTS{alertstate=\"firing\",$1}"; }
is_over_there() { [ -n "$(in_prometheus "$1")" ] && ! fires_there "$1"; }

declare -A SELECTOR=(
  [AutoScalingMaxReached]='alertname="AutoScalingMaxReached",namespace="load",deployment="many"'
  [HighMemoryUsage]='alertname="HighMemoryUsage",name=~"load_hungry.*"'
  [HighCPUUsage]='alertname="HighCPUUsage",name=~"load_busy.*"'
)
# both ALERT SERVICE: it fires and is over, on both sides.
both() {
  eventually "$3" "$1 $4 by the built-in rules" "$5" "$1" "$2"
  eventually 300 "$1 $4 in Prometheus" "$6" "${SELECTOR[$1]}"
}
both AutoScalingMaxReached load_many 240 fires fires fires_there
docker_on 1 service scale --detach load_many=1 >/dev/null
both AutoScalingMaxReached load_many 120 "is over" is_over is_over_there
both HighMemoryUsage load_hungry 480 fires fires fires_there
both HighMemoryUsage load_hungry 600 "is over" is_over is_over_there
both HighCPUUsage load_busy 600 fires fires fires_there
both HighCPUUsage load_busy 300 "is over" is_over is_over_there

row() { printf '%-22s %-9s %10s %10s %11s\n' "$@"; }
printf '\n'
row alert "" Prometheus built-in difference
far=
for pair in AutoScalingMaxReached:load_many HighMemoryUsage:load_hungry HighCPUUsage:load_busy; do
  alert=${pair%%:*}
  read -r _ here_fired here_over < <(built_in "$alert" "${pair##*:}")
  read -r there_fired there_over < <(in_prometheus "${SELECTOR[$alert]}")
  row "$alert" fires "$(date -u -d "@$there_fired" +%T)" "$(date -u -d "@$here_fired" +%T)" "$((there_fired - here_fired)) s"
  row "" "is over" "$(date -u -d "@$there_over" +%T)" "$(date -u -d "@$here_over" +%T)" "$((there_over - here_over)) s"
  for apart in $((there_fired - here_fired)) $((there_over - here_over)); do
    # One evaluation interval; and as much again, since Prometheus sees what its last scrape saw.
    [ "${apart#-}" -le 30 ] || far+=" $alert:$apart"
  done
done
check "both at the same times, within an evaluation and a scrape interval$far" test -z "$far"
