#: tuning [SERVICE]             what is tuned on the nodes: wanted, what their kernels hold, and why not
# shellcheck shell=bash disable=SC2154
url=$placement_url
# shellcheck disable=SC2016 # the dollars are jq's
call GET /v1/tuning | show --arg name "$name" '
  (.missing[] | "(not complete: \(.))"),
  ([.services[] | select($name == "" or .service == $name)] |
  if length == 0 then "nothing is tuned" else .[] |
    "\(.service)\(if .mode == "observe" then ", observing" else "" end): \([.labels // {} | to_entries[] | "\(.key | ltrimstr("drover.node."))=\(.value)"] | join(", ") | if . == "" then "asks for nothing" else . end)",
    (.problems[]? | "  wrong: \(.)"),
    (.decision.heldBack[]? | "  held back: \(.why) (\(.code))"),
    (.tasks[] | .node as $node | "  \(.task) on \($node)",
      (.settings[] | "    \(.label | ltrimstr("drover.node.")) \(.actual | if . == "" then "unknown" else . end)\(if .applied then "" else ", NOT as wanted: \(.reason)" end)")) end)'
