# What was wrong and when. Sourced by scripts/drover.
#: incidents [ID]               what is and was wrong in the last 7 days; with ID one with its timeline
#: incidents ack ID [NOTE]      says that somebody takes care of it
# shellcheck shell=bash
# shellcheck disable=SC2154 # set by scripts/drover

url=$health_url
id=${arguments[1]:-}
case $id in
  ack)
    [ ${#arguments[@]} -ge 3 ] || die "usage: scripts/drover incidents ack ID [NOTE]"
    body=$(mktemp)
    trap 'rm -f "$body"' EXIT
    # shellcheck disable=SC2016 # the dollar is jq's
    jq -n --arg note "${arguments[*]:3}" '{note: $note}' >"$body"
    call POST "/v1/incidents/$(encode "${arguments[2]}")/ack" "$body" | show '"\(.id) is with \(.acknowledgedBy)"'
    ;;
  '')
    call GET /v1/incidents | show 'if . == [] then "no incidents" else
      .[] | "\(.status)  \(.openedAt[0:19])Z  \(.level)  \(.id)\(if .reopened > 0 then "  came back \(.reopened)x" else "" end)", "  \(.text)" end'
    ;;
  *)
    call GET "/v1/incidents/$(encode "$id")" | show '
      "\(.kind) of \(.subject.name): \(.status), \(.level)", "  \(.text)", "",
      (.timeline[] | "  \(.at[0:19])Z  \(.event): \(.text)")'
    ;;
esac
