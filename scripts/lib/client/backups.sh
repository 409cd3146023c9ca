# The backups that there are. Sourced by scripts/drover.
#: backups [STACK]              backups, newest first: of when, what they hold, whether they were verified, and why each is kept
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2016 # set by scripts/drover; the dollars are jq's

# shellcheck disable=SC2034 # for scripts/drover
url=$backup_url
stack=${arguments[1]:-}
call GET "/v1/backups?limit=${limit:-1000}${stack:+&stack=$(encode "$stack")}" | show --arg stack "$stack" '
  def size: if . < 1024 then "\(.) B" elif . < 1048576 then "\(. / 1024 | floor) KiB"
    elif . < 1073741824 then "\(. / 1048576 | floor) MiB" else "\(. / 1073741824 * 10 | floor / 10) GiB" end;
  (if .backups == [] then "no backups\(if $stack == "" then "" else " of \($stack)" end) in \(.place)" else empty end),
  (.backups[] | [.stack, .name, .trigger, (.bytes | size), (.storedBytes | size),
    (if .checking then "being verified" elif .verified.result == "good" then "verified \(.verified.at[0:16])Z"
     elif .verified.result == "damaged" then "DAMAGED" else "not verified" end),
    (if .keep == false then "goes" else (.reasons[0] // "") end)] | @tsv),
  (.problems[] | "problem: \(.)")' | table
