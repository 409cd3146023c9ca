# One backup. Sourced by scripts/lib/client/backup.sh.
# shellcheck shell=bash
# shellcheck disable=SC2154 # set by scripts/drover

[ ${#arguments[@]} -eq 4 ] || die "usage: scripts/drover backup show STACK NAME"
call GET "/v1/backups/$(encode "${arguments[2]}")/$(encode "${arguments[3]}")" | show '
  "\(.stack)/\(.name): \(.manifest.scope), \(.trigger), of \(.pointInTime[0:19])Z\(if .encrypted then ", encrypted" else "" end)",
  "  services  \(.services | join(" "))",
  "  verified  \(.verified.result)\(if .verified.result == "none" then "" else " at \(.verified.at[0:19])Z" end)",
  (.verified.problems[] | "    \(.)"),
  (.reasons // [] | .[] | "  kept      \(.)"),
  (.manifest.warnings[] | "  warning   \(.)"),
  (.manifest.volumes[] | "  volume    \(.name) from \(.node): \(.entries) entries, \(.bytes) bytes, \(.changed) changed while read"),
  (.manifest.objects[] | "  object    \(.name)  \(.bytes) bytes  \(.sha256)")'
