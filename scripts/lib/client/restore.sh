# shellcheck shell=bash
#: restore STACK                restores a stack from its newest backup: networks, configs, volumes, services
#:     --at INSTANT               from the newest backup up to then; --backup NAME: from that one
#:     --as NAME                  as a stack of another name
#:     --volume V                 this volume alone, no service; may be given again
#:     --node V=NODE              where a volume goes; may be given again
#:     --replace                  what is there already gives way; --in-use: also a volume that is being used
#:     --plan                     only tells what it would come to
#: restores                     restores under way, and how the last ones ended
# shellcheck disable=SC2154,SC2034,SC2016 # set and used by scripts/drover; the dollars are jq's
url=$backup_url
stack='' at='' backup='' as='' replace=false in_use=false plan='' volumes=() nodes=()
set -- "${arguments[@]:1}"
while [ $# -gt 0 ]; do
  case $1 in
    --at | --backup | --as | --volume | --node)
      [ $# -ge 2 ] || die "$1 needs a value"
      case $1 in
        --at) at=$2 ;;
        --backup) backup=$2 ;;
        --as) as=$2 ;;
        --volume) volumes+=("$2") ;;
        --node) nodes+=("$2") ;;
      esac
      shift
      ;;
    --replace) replace=true ;;
    --in-use) in_use=true ;;
    --plan) plan=1 ;;
    -*) die "unknown option $1; scripts/drover --help" ;;
    *) stack=$1 ;;
  esac
  shift
done
[ -n "$stack" ] || die "usage: scripts/drover restore STACK [--at INSTANT] [--as NAME] [--volume V] [--node V=NODE] [--replace] [--in-use] [--plan]"
body=$(mktemp)
trap 'rm -f "$body"' EXIT
jq -n --arg stack "$stack" --arg at "$at" --arg name "$backup" --arg target "${as:-$stack}" --argjson replace "$replace" --argjson inUse "$in_use" \
  --arg volumes "${volumes[*]:-}" --arg nodes "${nodes[*]:-}" '
  {stack: $stack, as: $target, replace: $replace, inUse: $inUse, volumes: ($volumes | split(" ") | map(select(. != ""))),
   nodes: ($nodes | split(" ") | map(select(. != "") | split("=") | {(.[0]): .[1]}) | add // {})}
  + (if $at == "" then {} else {at: $at} end) + (if $name == "" then {} else {name: $name} end)' >"$body"

if [ -n "$plan" ]; then
  call POST /v1/restores/plan "$body" | show '"\(.stack)/\(.backup), as \(.as)",
    (.items[] | "  \(.change)\t\(.kind)\t\(.name)\(if .node == "" then "" else " on \(.node)" end)\(if .held == .name then "" else " (\(.held))" end)"),
    (.notes[] | "note: \(.text)"), (.refusals[] | "in the way: \(.text)"),
    (if .possible then "it can be restored so" else "it can not be restored so" end)' | if [ -n "$json" ]; then cat; else expand -t 11; fi
  exit 0
fi
started=$(call POST /v1/restores "$body")
if [ -n "$json" ]; then
  printf '%s\n' "$started"
  exit 0
fi
id=$(jq -r .id <<<"$started")
printf 'restoring %s as %s\n' "$(jq -r '"\(.stack)/\(.backup)"' <<<"$started")" "$(jq -r .as <<<"$started")"
# shellcheck source=scripts/lib/progress.sh
. "$root/scripts/lib/progress.sh"
follow "/v1/restores/$id" '.stage != "running"' '[.volumes[].bytes] | add // 0' '[.volumes[].expectedBytes] | add // 0' '.doing'
show -r '(.done[] | "  made \(.)"), (.notes[] | "note: \(.)"), (if .stage == "done" then "restored" else "FAILED: \(.message)" end)' <<<"$followed"
[ "$(jq -r .stage <<<"$followed")" = "done" ] || exit 1
