#: inventory                    physical servers, their machines, and what the death of one would do
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # url is call's; arguments and json are the command line's
url=$placement_url
answer=$(call GET /v1/inventory)
if [ -n "$json" ]; then
  jq . <<<"$answer"
  return
fi
jq -e '.servers == []' <<<"$answer" >/dev/null || show <<<"$answer" '["SERVER", "CORES", "PROMISED", "MEMORY", "PROMISED", "POWER", "SWARM NODES", "WITHOUT IT"],
  (.servers[] | [.server, "\(.cores) (\(.threads) threads)", .promisedCores, .memory.value, .promisedMemory.value,
    (.power | join(" ") | if . == "" then "-" else . end), (.nodes | join(" ") | if . == "" then "-" else . end),
    (if .nodes == [] then "nothing changes" elif .without.survives then "everything fits"
     else [(if .without.quorum then empty else "no quorum" end), (.without.homeless | map("\(.count) of \(.service)") | if . == [] then empty else "no node for " + join(", ") end)] | join("; ") end)]) | @tsv' | table
show <<<"$answer" 'if .servers == [] and .problems == [] then "there is no inventory" else empty end,
  (if .findings + .problems == [] then empty else "", (.problems[] | "wrong: \(.)"), (.findings[] | "\(.text) (\(.code))") end)'
