# shellcheck shell=bash
#: routes [SERVICE]             which tasks get requests through which load balancer, and why others don't
# shellcheck disable=SC2154,SC2034 # set and used by scripts/drover
url=$health_url
# shellcheck disable=SC2016 # the dollars are jq's
call GET /v1/routes | show --arg name "${arguments[1]:-}" '
  [.services[] | select($name == "" or .service == $name)] as $services |
  [$services[].backend] as $backends |
  (if $services == [] then "no service with a route" else $services[] |
    "\(.service): backend \(.backend), port \(.port), check \(.check), weight \(.weight)\(if .observing then ", observing" else "" end)",
    (.tasks[] | "  \(.place | ascii_upcase)\t\(.address // "-")\t\(.node)\t\(.why)\(if .noAddress then "; \(.noAddress)" else "" end)") end),
  (.balancers[] | "", "\(.balancer)\(if .error != "" then ": NOT WELL: \(.error)" else "" end)",
    (.backends[] | select($name == "" or (.backend | IN($backends[]))) |
      "  \(.backend): \([.members[] | select(.state == "ready")] | length) get requests, \([.members[] | select(.state == "drain")] | length) drain, \(.free) free",
      (.members[] | "    \(.slot)\t\(.address)\t\(.state)\(if .up then "" else ", down by its own check" end)\t\(.sessions) sessions"),
      (.notes[] | "    note: \(.)"))),
  (.problems[] | "wrong: \(.)")' | if [ -n "$json" ]; then cat; else expand -t 12; fi
