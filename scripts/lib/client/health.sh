# The Swarm at a glance. Sourced by scripts/drover.
#: health [SERVICE]             managers, nodes and services that are not well, and why; with SERVICE each of its tasks
# shellcheck shell=bash
# shellcheck disable=SC2154 # set by scripts/drover

url=$health_url
name=${arguments[1]:-}
if [ -n "$name" ]; then
  call GET "/v1/services/$(encode "$name")" | show '
    "\(.service): \(.level), \(.running) of \(.desired) tasks run, nodes would take \(.schedulable)\(if .rollout == "none" then "" else ", update \(.rollout | gsub("_"; " "))" end)",
    (.findings[] | "  \(.kind): \(.text)"), "",
    (.tasks[] | "  \(if .slot > 0 then .slot else "-" end)  \(.node | if . == "" then "no node" else . end)  \(.state)  \(.code)\(if .level == "ok" then "" else ": \(.text)" end)")'
  exit
fi
overview=$(call GET /v1/health)
if [ -n "$json" ]; then
  show <<<"$overview"
  exit
fi
show <<<"$overview" '"\(.level)\(if .blind then ": \(.blind)" else "" end)",
  (.managers // empty | "managers  \(.reachable) of \(.total) reachable, \(.mayFail) more may fail"),
  (.nodes // empty | "nodes     \(.ok) well, \(.warning) with a warning, \(.critical) critical"),
  (.services // empty | "services  \(.ok) well, \(.warning) with a warning, \(.critical) critical"),
  (.missing[] | "missing   \(.)"),
  (if .incidents == [] then "", "no incidents" else "", (.incidents[] | "\(.kind)  \(.subject.name)  since \(.since[0:19])Z\(if .acknowledgedBy then ", with \(.acknowledgedBy)" else "" end)", "  \(.text)") end)'
