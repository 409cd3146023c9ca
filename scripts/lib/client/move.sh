# shellcheck shell=bash
#: move VOLUME --to NODE        moves a volume with the service that uses it: stop, copy, check, tie, start
#:     --plan                     only tells what it would come to
#: move confirm VOLUME          the old copy, which was kept until now, goes
#: moves                        moves under way, and those that wait to be confirmed
# shellcheck disable=SC2154,SC2034,SC2016 # set and used by scripts/drover; the dollars are jq's
url=$backup_url
volume='' to='' plan='' confirm=''
set -- "${arguments[@]:1}"
if [ "${1:-}" = confirm ]; then
  confirm=1
  shift
fi
while [ $# -gt 0 ]; do
  case $1 in
    --to)
      [ $# -ge 2 ] || die "$1 needs a value"
      to=$2
      shift
      ;;
    --plan) plan=1 ;;
    -*) die "unknown option $1; scripts/drover --help" ;;
    *) volume=$1 ;;
  esac
  shift
done
if [ -n "$confirm" ]; then
  [ -n "$volume" ] || die "usage: scripts/drover move confirm VOLUME"
  call POST "/v1/moves/$(encode "$volume")/confirm" | show '"the old copy of \(.volumes | join(", ")) on \(.from) is gone"'
  exit 0
fi
if [ -z "$volume" ] || [ -z "$to" ]; then die "usage: scripts/drover move VOLUME --to NODE [--plan]"; fi
body=$(mktemp)
trap 'rm -f "$body"' EXIT
jq -n --arg volume "$volume" --arg to "$to" '$ARGS.named' >"$body"
if [ -n "$plan" ]; then
  call POST /v1/moves/plan "$body" | show '"volumes \(.volumes | join(", ")) from \(.from) to \(.to)",
    (.services[] | "  \(.name) stops, is tied to \($ARGS.named.to), and gets \(.replicas) task(s) there"),
    (.notes[] | "note: \(.text)"), (.refusals[] | "in the way: \(.text)")' --arg to "$to"
  exit 0
fi
started=$(call POST /v1/moves "$body")
if [ -n "$json" ]; then
  printf '%s\n' "$started"
  exit 0
fi
stage=''
while true; do
  now=$(call GET /v1/moves | jq --arg volume "$volume" '[.moves[] | select(.volume == $volume)] | max_by(.since)')
  if [ "$(jq -r .stage <<<"$now")" != "$stage" ]; then
    stage=$(jq -r .stage <<<"$now")
    case $stage in
      moved | undone) break ;;
      *) printf '%s\n' "$stage" ;;
    esac
  fi
  sleep 0.3
done
show '"\(.volume): \(.stage)\(if .message == "" then "" else ": \(.message)" end)",
  (if .stage == "moved" then "the old copy is still on \(.from): scripts/drover move confirm \(.volume) removes it" else empty end)' <<<"$now"
[ "$stage" = moved ] || exit 1
