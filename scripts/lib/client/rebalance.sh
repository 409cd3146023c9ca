#: rebalance                    how tasks lie on the nodes, what would be moved, and what was
# Sourced by scripts/drover; the dollars are jq's.
# shellcheck shell=bash disable=SC2016,SC2034,SC2154
url=$placement_url
[ ${#arguments[@]} -eq 1 ] || die "usage: scripts/drover rebalance"
call GET /v1/rebalance | show '
  (if .services == [] then "no service has the label drover.place.rebalance=auto" else empty end),
  (.services[] | "\(.service): \([.nodes | to_entries[] | "\(.key) \(.value)"] | join(", "))",
    (if .underWay != "none" then "  a move is under way: \(.underWay)" else empty end),
    (if .moves > 0 then "  \(.moves) to move, next from \(.from) to \(.to): \(.why)" else "  nothing to move: \(.why)" end),
    (.against[] | "  held back: \(.text)"),
    (.last // empty | "  last: \(if .helped then "" else "did not help: " end)\(.text) (\(.at[0:19])Z)")),
  (.holding[] | "held back: \(.text)"),
  "\(.budget.made) of \(.budget.perHour) moves made within an hour"'
