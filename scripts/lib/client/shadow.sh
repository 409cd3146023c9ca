# shellcheck shell=bash disable=SC2016,SC2154 # sourced by scripts/drover, which sets what is used here
#: shadow [SERVICE]             replicas that services would have had by their rules, against those they had
#:     --since 24h|INSTANT        of how much time (24h)

query="?since=$(encode "${since:-24h}")"
[ -z "$name" ] || query+="&service=$(encode "$name")"
report=$(call GET "/v1/shadow$query")
if [ -n "$json" ]; then
  show . <<<"$report"
  return
fi
# Times in words, and nothing where nothing is known.
times='def time: if . >= 5940 then "\(. / 360 | round / 10)h" elif . >= 60 then "\(. / 60 | round)m" else "\(.)s" end;'
show "$times"'
  (if .complete then empty else "(not complete: \(.missing))" end),
  (if .services == [] then "nothing was recorded of a service with rules" else empty end)' <<<"$report"
if [ "$(jq '.services | length' <<<"$report")" -gt 0 ]; then
  show "$times"'
    ["SERVICE", "MODE", "SEEN", "", "REPLICA HOURS", "REPLICAS", "CHANGES", "SHORT FOR", "BY", "SPARE FOR", "BY"],
    (.services[] | . as $one |
      ([.service, .mode, (.seen | time), "had"] + (.had | [.replicaHours, "\(.fewest)-\(.most)", .changes, (.shortFor | time), "\(.shortReplicaHours)h", (.spareFor | time), "\(.spareReplicaHours)h"])),
      (["", "", "", "would have had"] + (.wouldHaveHad | [.replicaHours, "\(.fewest)-\(.most)", .changes, (.shortFor | time), "\(.shortReplicaHours)h", (.spareFor | time), "\(.spareReplicaHours)h"]))) |
    map(tostring | if . == "" then " " else . end) | @tsv' <<<"$report" | table
fi
if [ -n "$name" ]; then
  show "$times"'.services[] |
    "", (if .unmeasured > 0 then "\(.unmeasured | time) without a measurement" else empty end),
    "\(if .saves >= 0 then "\(.saves) replica hours less" else "\(-.saves) replica hours more" end) than it had",
    (if .divergences == 0 then "it had what it would have had" else "it had too few or too many \(if .divergences == 1 then "once" else "\(.divergences) times" end); first:" end),
    (.first[] | "  \(.from[0:19])Z to \(.until[0:19])Z: had \(.had), would have had \(.wouldHaveHad)\(if .why == "" then "" else ": \(.why)" end)",
      (if .summary then "    \(.summary) (decision \(.decision))" else empty end))' <<<"$report"
fi
