# backup now: starts a run and follows it. Sourced by ../backup.sh; the dollars are jq's.
# shellcheck shell=bash disable=SC2034,SC2154,SC2016
stack='' volumes=() all=
set -- "${arguments[@]:2}"
while [ $# -gt 0 ]; do
  case $1 in
    --volume)
      [ $# -ge 2 ] || die "$1 needs a value"
      volumes+=("$2")
      shift
      ;;
    --all) all=1 ;;
    -*) die "unknown option $1; scripts/drover --help" ;;
    *) stack=$1 ;;
  esac
  shift
done
[ -n "$stack$all" ] || die "usage: scripts/drover backup now STACK [--volume V] | --all"
[ -z "$all" ] || [ -z "$stack${volumes[*]:-}" ] || die "--all is every stack with every volume"

if [ -n "$all" ]; then
  # One after the other, each by a command of its own: a stack that fails holds none of the others back.
  failed=() count=0
  stacks=$(call GET /v1/stacks)
  while read -r stack; do
    count=$((count + 1))
    [ -n "$json" ] || printf '%s:\n' "$stack"
    "$root/scripts/drover" backup now "$stack" ${json:+--json} </dev/null || failed+=("$stack")
  done < <(jq -r '.stacks[].stack' <<<"$stacks")
  [ "$count" -gt 0 ] || die "there is no stack in this Swarm"
  [ ${#failed[@]} -eq 0 ] || die "not backed up: ${failed[*]} (of $count)"
  [ -n "$json" ] || printf 'all stacks are backed up: %s\n' "$count"
  return
fi

body=$(mktemp)
trap 'rm -f "$body"' EXIT
jq -n --arg stack "$stack" --arg volumes "${volumes[*]:-}" '{stack: $stack, volumes: ($volumes | split(" ") | map(select(. != "")))}' >"$body"
started=$(call POST /v1/runs "$body")
if [ -n "$json" ]; then
  printf '%s\n' "$started"
  exit 0
fi
# shellcheck source=scripts/lib/progress.sh
. "$root/scripts/lib/progress.sh"
follow "/v1/runs/$(jq -r .id <<<"$started")" '.stage | IN("done", "failed", "cancelled")' '[.volumes[].bytes] | add // 0' \
  '[.volumes[].expectedBytes | select(. > 0)] | add // 0' '.stage'
show '(.notes[] | "note: \(.)"), (if .stage == "done" then "backed up as \(.backup)" else "FAILED: \(.message)" end)' <<<"$followed"
[ "$(jq -r .stage <<<"$followed")" = "done" ] || exit 1
