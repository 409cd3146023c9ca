# shellcheck shell=bash disable=SC2034,SC2154,SC2016 # set and used by scripts/drover; the dollars are jq's
url=$backup_url
call GET /v1/moves | show 'if .moves == [] then "no move is known" else .moves[] |
  "\(.volumes | join(", ")): from \(.from) to \(.to), \(.stage)\(if .message == "" then "" else ": \(.message)" end)" end'
