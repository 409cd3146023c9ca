# shellcheck shell=bash
# How stacks stand with their ResourceQuotas. Sourced by scripts/drover.
#: quotas [STACK]               what stacks use of their quotas, who uses it, and volumes that are too large
#: quotas fit SERVICE N         whether N tasks of a service would fit, or what would be too much

# shellcheck disable=SC2154,SC2034 # set and used by scripts/drover
url=$placement_url
if [ "${arguments[1]:-}" = fit ]; then
  [ "${#arguments[@]}" = 4 ] || die "usage: scripts/drover quotas fit SERVICE N"
  call GET "/v1/quotas/fit?service=$(encode "${arguments[2]}")&replicas=$(encode "${arguments[3]}")" | show '
    "\(.service) with \(.wanted) tasks in place of \(.has): \(if .fits then "fits" else "does not fit, \(.admitted) would be admitted" end)",
    (.reasons[] | "  \(.)"),
    (.exceeded[] | "  \(.resource): \(.used) of \(.hard), \(.over) too much")'
  exit
fi
answer=$(call GET /v1/quotas)
# shellcheck disable=SC2154
wanted=${arguments[1]:-}
if [ -n "$wanted" ] && ! printf '%s' "$answer" | jq -e --arg stack "$wanted" 'any(.stacks[]; .stack == $stack)' >/dev/null; then
  die "stack $wanted has neither a ResourceQuota nor a LimitRange"
fi
# shellcheck disable=SC2016 # the dollars are jq's
printf '%s' "$answer" | jq --arg stack "$wanted" '.stacks |= map(select($stack == "" or .stack == $stack))' | show '
  def cells: map(. + " " * ([(30 - length), 1] | max)) | add | sub(" +$"; "");
  (if .stacks == [] then "no stack has a ResourceQuota or a LimitRange" else empty end),
  (.stacks[] | .stack as $stack |
    (.quotas[] |
      "Name:   \(.name)\(if .strict then " (strict)" else "" end)",
      "Stack:  \($stack)",
      (["Resource", "Used", "Hard"] | cells),
      (["--------", "----", "----"] | cells),
      (.resources[] | ([.resource, (.used // "unknown"), .hard] | cells) +
        (if .state == "exceeded" then "  TOO MUCH" elif .state == "tight" then "  (updates may need \(.surge) more)"
         elif .state == "unknown" then "  (\(.unknown))" else "" end) +
        (if .undeclared == [] then "" else "  (not declared by \(.undeclared | join(", ")))" end)),
      (.resources[] | select(.state == "exceeded" and .services != []) |
        "  \(.resource): \([.services[] | "\(.service) \(.used)"] | join(", "))"),
      (if .notCounted == [] then empty else "  not counted: \(.notCounted | join(", "))" end), ""),
    (.volumes[] | select(.tooLarge) | "volume \(.name) on \(.node) holds \(.size), more than \(.most)"),
    (.brokenBy[] | "\(.service): \(.summary)")),
  (.problems[] | "problem: \(.)")'
