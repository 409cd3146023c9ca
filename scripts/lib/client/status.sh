# The whole suite at a glance. Sourced by scripts/drover.
#: status                       the Swarm, the services of the suite, the agents: what is up, who acts, what is missing
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # set and used by scripts/drover

# of_itself NAME URL: what a service says of itself, in the form that health tells it in.
of_itself() {
  local answer
  url=$2
  if answer=$(call GET /v1/status 2>/dev/null); then
    # shellcheck disable=SC2016 # the dollar is jq's
    jq --arg service "$1" '{service: $service, state: (if .missing == [] then "up" else "degraded" end), text: (.missing | join("; ")), ageSeconds: 0,
      instance, mode, paused: (.pause.paused and .pause.until != ""), pausedUntil: .pause.until, leases: [.leases[] | {name, holder}], missing}' <<<"$answer"
  else
    # shellcheck disable=SC2016
    jq -n --arg service "$1" --arg url "$2" '{service: $service, state: "unreachable", text: "no answer from \($url)"}'
  fi
}

find_token
url=$health_url
if ! overview=$(call GET /v1/overview); then
  printf 'drover: health does not say how the suite is; the other services were asked one by one\n' >&2
  # shellcheck disable=SC2016
  overview=$({ of_itself scaling "$scaling_url"; of_itself placement "$placement_url"; of_itself backup "$backup_url"; } |
    jq -s --arg url "$health_url" '{swarm: {unknown: "health does not answer at \($url)"}, agents: {},
      services: ([{service: "health", state: "unreachable", text: "no usable answer from \($url)"}] + .)}')
fi
# Who paused it and why is known to each service itself; that it is paused stands whether one answers or not.
pause=null
if jq -e 'any(.services[]; .paused == true)' <<<"$overview" >/dev/null; then
  url=$scaling_url
  pause=$(call GET /v1/pause 2>/dev/null) || pause=null
fi
# shellcheck disable=SC2016
show <<<"$overview" --argjson pause "$pause" '
  (.swarm | if .unknown then "swarm       unknown: \(.unknown)" else
    "swarm       \(.level)\(if .blind then ": \(.blind)" else "" end)\(if .managers then "; \(.managers.reachable) of \(.managers.total) managers reachable, \(.managers.mayFail) more may fail" else "" end)" end),
  (first(.services[] | select(.paused)) // empty | "PAUSED      until \(.pausedUntil[0:19])Z\(if $pause.paused then " by \($pause.by): \($pause.why)" else "" end)"),
  (.services[] | "\(.service + "            " | .[0:12])\(.state)\(if .mode then ", \(.mode)" else "" end)\(if .state == "unreachable" and .instance then ", last heard of \(.ageSeconds) s ago" else "" end)\(if .text != "" then ": \(.text)" else "" end)",
    (.leases[]? | "            \(.name): held by \(if .holder == "" then "nobody" else .holder end)")),
  (.agents | if .answering == null then empty else "agents      \(.answering)\(if .nodes then " of \(.nodes)" else "" end) answer" end, (.missing[]? | "            \(.)")),
  (if .swarm.incidents == null then empty elif .swarm.incidents == [] then "", "no incidents" else "", (.swarm.incidents[] | "\(.kind)  \(.subject.name): \(.text)") end)'
jq -e 'any(.services[]; .state == "up" or .state == "degraded")' <<<"$overview" >/dev/null
