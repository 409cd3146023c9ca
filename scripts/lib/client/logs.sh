# What tasks wrote last. Sourced by scripts/drover.
#: logs TASK|SERVICE            the last lines of a task, or of the task of a service that failed last (an operator's token)
#:     --limit N                  at most so many (50)
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # set and used by scripts/drover

url=$health_url
name=${arguments[1]:-}
[ -n "$name" ] || die "usage: scripts/drover logs TASK|SERVICE [--limit N]"
# Swarm's ids have 25 characters of a-z0-9; what looks like one may still be a service.
kinds=(services)
if [[ $name =~ ^[a-z0-9]{25}$ ]]; then kinds=(tasks services); fi
answer=
for kind in "${kinds[@]}"; do
  if answer=$(call GET "/v1/$kind/$(encode "$name")/logs?tail=$(encode "${limit:-50}")" 2>&1); then break; fi
  problem=$answer answer=
done
if [ -z "$answer" ]; then
  printf '%s\n' "$problem" >&2
  exit 1
fi
show <<<"$answer" '"task \(.task)\(if .slot > 0 then ", slot \(.slot)" else "" end): \(.state) since \(.since)\(if .message != "" then " (\(.message))" else "" end)",
  (if .lines == [] then "it wrote nothing" else (.lines[] | "\(.at[0:23])  \(if .stream == "stderr" then "! " else "  " end)\(.text)") end),
  (if .partial then "(it wrote more than is read at a time: the end is missing)" else empty end), (if .problem != "" then "the engine says: \(.problem)" else empty end)'
