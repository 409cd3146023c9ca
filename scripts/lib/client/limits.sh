#: limits [SERVICE]             documented limits, the service's own and its containers'; drift is marked with an asterisk
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # url is call's; arguments and json are the command line's
url=$placement_url
wanted=${arguments[1]:-}
answer=$(call GET "/v1/limits${wanted:+?service=$(encode "$wanted")}")
[ -z "$wanted" ] || answer=$(jq -n --argjson one "$answer" '{services: [$one], problems: [], agents: []}')
if [ -z "$json" ] && jq -e 'any(.services[]; .amounts)' <<<"$answer" >/dev/null; then
  # shellcheck disable=SC2016 # the dollars are jq's
  show <<<"$answer" 'def order: ["limits.cpu", "limits.memory", "limits.pids", "reservations.cpu", "reservations.memory"];
    def mark: if . == null then "none" elif .drift then "\(.value // "none")*" else .value end;
    ["SERVICE", "AMOUNT", "DOCUMENTED", "BY", "SERVICE HAS", "CONTAINERS HAVE"],
    (.services[] | select(.amounts) | . as $s | order[] | . as $amount | $s.amounts[$amount] | select(.documented or .spec) |
      [$s.service, $amount, (.documented.value // "-"), (.documented.where // "-"),
        (if .drift then "\(.spec.value // "none")*" else .spec.value // "none" end),
        (if ($amount | startswith("limits")) then
          ([$s.tasks[] | if .unknown[$amount] then "unknown" else .[$amount] | mark end] | group_by(.) |
            map("\(.[0])\(if length > 1 then " x\(length)" else "" end)") | join(", ") | if . == "" then "no task runs" else . end) else "-" end)])
    | @tsv' | table
  echo
fi
show <<<"$answer" '(.services[] | .service as $name |
    (.problems[]? | "\($name): wrong: \(.)"), (.notes[]? | "\($name): \(.text) (\(.code))"),
    (.decision | select(.) | (.heldBack[] | "\($name): held back: \(.action): \(.why) (\(.code))"),
      (.reasons[] | select(.code == "NotMeasured" or .code == "LimitedByCores" or .code == "SpecDrift" or .code == "ContainerDrift") | "\($name): \(.text)"))),
  (.problems[] | "wrong: \(.)"), (if .services == [] then empty else .agents[] | "not measured: \(.)" end),
  (if .services == [] then "no limits are documented for any service" else empty end)'
