# Reads a backup again. Sourced by scripts/lib/client/backup.sh.
# shellcheck shell=bash
# shellcheck disable=SC2154 # set by scripts/drover

if [ ${#arguments[@]} -lt 3 ] || [ ${#arguments[@]} -gt 4 ]; then die "usage: scripts/drover backup verify STACK [NAME]"; fi
stack=$(encode "${arguments[2]}")
name=${arguments[3]:-}
if [ -z "$name" ]; then
  found=$(call GET "/v1/backups?limit=1&stack=$stack")
  name=$(jq -r '.backups[0].name // empty' <<<"$found")
  [ -n "$name" ] || die "there is no backup of ${arguments[2]}"
fi
name=$(encode "$name")
call POST "/v1/backups/$stack/$name/verify" >/dev/null
while :; do
  answer=$(call GET "/v1/backups/$stack/$name")
  jq -e .checking <<<"$answer" >/dev/null || break
  sleep 1
done
show <<<"$answer" '"\(.stack)/\(.name): \(.checkFailed // (if .verified.result == "good" then "good" else "DAMAGED" end))", (.verified.problems[] | "  \(.)")'
jq -e '.verified.result == "good" and .checkFailed == null' <<<"$answer" >/dev/null
