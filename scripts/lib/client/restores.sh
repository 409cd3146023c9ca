# shellcheck shell=bash disable=SC2034,SC2154,SC2016 # set and used by scripts/drover; the dollars are jq's
url=$backup_url
call GET /v1/restores | show 'if .restores == [] then "no restore is known" else .restores[] |
  "\(.startedAt[0:19])Z  \(.stack)/\(.backup) as \(.as): \(.stage)\(if .message == "" then "" else ": \(.message)" end)\(if .doing == "" then "" else ", \(.doing)" end)" end'
