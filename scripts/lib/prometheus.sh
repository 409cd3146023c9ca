# Runs what dashboards and rules ask of a Prometheus, whose address is in PROMETHEUS. Sourced after e2e.sh.
# shellcheck shell=bash

PROMETHEUS=

# dashboard_expressions FILE...: a line for each: dashboard, panel, expression, with all template variables at "All".
dashboard_expressions() {
  jq -r '.title as $board | .panels[] | .title as $panel | .targets[]? |
    [$board, $panel, (.expr | gsub("\\$__rate_interval"; "1m") | gsub("\\$(stack|service|node)"; ".*"))] | join("\t")' "$@"
}

# dashboard_variables FILE...: a line for each: label, selector of the series that it is taken of.
dashboard_variables() {
  jq -r '.templating.list[] | .query.query | capture("^label_values\\((?<series>.*), *(?<label>[a-z_]+)\\)$") |
    [.label, (.series | gsub("\\$(stack|service|node)"; ".*"))] | join("\t")' "$@"
}

# ask_prometheus EXPRESSION: its answer as JSON.
ask_prometheus() { curl -sS --max-time 30 --data-urlencode "query=$1" "$PROMETHEUS/api/v1/query"; }

# returns_data EXPRESSION: whether it evaluates to something.
returns_data() { ask_prometheus "$1" | jq -e '.status == "success" and (.data.result | length) > 0' >/dev/null; }

# label_values LABEL SELECTOR: whether a variable has any.
label_values() {
  curl -sS --max-time 30 -G --data-urlencode "match[]=$2" "$PROMETHEUS/api/v1/label/$1/values" | jq -e '.data | length > 0' >/dev/null
}

# metrics_of: the names of metrics in the expressions of standard input.
metrics_of() { grep -oE '\b(container|drover|hpa|kube)_[a-z_]+\b|\bALERTS\b' | grep -vE '^container_label_' | sort -u; }

# known_metrics: the names that Prometheus has.
known_metrics() { curl -sS --max-time 30 "$PROMETHEUS/api/v1/label/__name__/values" | jq -r '.data[]' | sort -u; }

# silent_expressions: of the lines "board, panel, expression" of standard input, those without data.
silent_expressions() {
  local board panel expression
  while IFS=$'\t' read -r board panel expression; do
    returns_data "$expression" </dev/null || printf '%s\t%s\t%s\n' "$board" "$panel" "$expression"
  done
}

# check_dashboards FILE...: every expression returns data, every metric it names is known, and every variable has values; dies
# naming each that hasn't in time.
check_dashboards() {
  local deadline=$((SECONDS + 240)) all silent unknown label selector
  all=$(dashboard_expressions "$@")
  silent=$all
  while true; do
    silent=$(silent_expressions <<<"$silent")
    # What "or vector(0)" hides: a metric that nobody exports.
    unknown=$(comm -23 <(metrics_of <<<"$(cut -f 3 <<<"$all")") <(known_metrics))
    [ -n "$silent$unknown" ] || break
    if [ "$SECONDS" -ge "$deadline" ]; then
      printf '%s\n' "$silent" | while IFS=$'\t' read -r board panel expression; do printf 'no data: %s, %s: %s\n' "$board" "$panel" "$expression" >&2; done
      [ -z "$unknown" ] || printf "no such metric: %s\n" "${unknown//$'\n'/, }" >&2
      die "expressions of dashboards return nothing"
    fi
    sleep 3
  done
  say "seen: $(wc -l <<<"$all") expressions of $# dashboards return data"
  while IFS=$'\t' read -r label selector; do
    eventually 180 "the variable of $label has values" label_values "$label" "$selector"
  done < <(dashboard_variables "$@")
}

# check_rules FILE...: these are the files that Prometheus was given, and it evaluates every rule without an error.
check_rules() {
  local wanted
  wanted=$(cat "$@" | grep -c '^ *- alert: ')
  healthy() { curl -sS --max-time 30 "$PROMETHEUS/api/v1/rules?type=alert" | jq -e --argjson n "$wanted" '[.data.groups[].rules[] | .health] | length == $n and all(. == "ok")'; }
  eventually 180 "all $wanted alerting rules evaluate" healthy
}

# check_rule_metrics FILE...: Prometheus knows every metric of their expressions.
check_rule_metrics() {
  local unknown
  unknown=$(comm -23 <(grep -hv '^ *#' "$@" | metrics_of) <(known_metrics))
  check "all their metrics are known (not: $unknown)" test -z "$unknown"
}
