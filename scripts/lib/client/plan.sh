#: plan [FILE]                  where Swarm's tasks would go, those of the live Swarm or of a JSON file (- for standard input)
#:     --without NODE             … once this node is gone; can be given several times
#:     --scale SERVICE=N          … with so many tasks of a service; can be given several times
# shellcheck shell=bash disable=SC2154,SC2034 # json, url and the rest are the client's
url=$placement_url

file='' without=() scale=()
set -- "${arguments[@]:1}"
while [ $# -gt 0 ]; do
  case $1 in
    --without | --scale)
      [ $# -ge 2 ] || die "$1 needs a value"
      if [ "$1" = --without ]; then without+=("$2"); else scale+=("$2"); fi
      shift
      ;;
    -?*) die "unknown option $1; scripts/drover --help" ;;
    *)
      [ -z "$file" ] || die "usage: scripts/drover plan [FILE] [--without NODE] [--scale SERVICE=N]"
      file=$1
      ;;
  esac
  shift
done
for one in "${scale[@]}"; do
  case $one in
    ?*=*[!0-9]* | *= | =*) die "--scale takes SERVICE=N, not $one" ;;
    *=*) ;;
    *) die "--scale takes SERVICE=N, not $one" ;;
  esac
done

if [ -n "$file" ]; then
  [ "$file" = - ] || { [ -r "$file" ] && [ ! -d "$file" ]; } || die "can't read $file"
  body=$(mktemp)
  trap 'rm -f "$body"' EXIT
  if [ "$file" = - ]; then cat; else cat "$file"; fi >"$body"
  if [ ${#without[@]} -gt 0 ] || [ ${#scale[@]} -gt 0 ]; then
    # What is asked for here goes before what stands in the file.
    # shellcheck disable=SC2016 # the dollars are jq's
    changed=$(jq --argjson without "$(jq -n '$ARGS.positional' --args "${without[@]}")" --argjson scale "$(jq -n '$ARGS.positional' --args "${scale[@]}")" '
      (if $without == [] then . else .without = ((.without // []) + $without | unique) end) |
      (if $scale == [] then . else .scale = ((.scale // {}) + ($scale | map(capture("^(?<key>.*)=(?<value>[0-9]+)$") | .value |= tonumber) | from_entries)) end)' \
      "$body") || die "$file is no JSON object"
    printf '%s' "$changed" >"$body"
  fi
  answer=$(call POST /v1/placement/plan "$body")
else
  query=''
  for one in "${without[@]}"; do query+="&without=$(encode "$one")"; done
  for one in "${scale[@]}"; do query+="&scale=$(encode "$one")"; done
  answer=$(call GET "/v1/placement/plan${query:+?${query#&}}")
fi
if [ -n "$json" ]; then
  show <<<"$answer"
  exit
fi

# What each node would have, and what would be left.
# shellcheck disable=SC2016 # the dollars are jq's
show <<<"$answer" '
  def people: if test("^-?[0-9]+[KM]i$") then (if endswith("Ki") then 1048576 else 1024 end) as $per |
      ((rtrimstr("Ki") | rtrimstr("Mi") | tonumber) / $per * 100 | round / 100 | tostring) + "Gi"
    elif test("^-?[0-9]+m$") then (rtrimstr("m") | tonumber / 1000 | tostring) else . end;
  def amount: if . == null then "?" else tostring | people end;
  ["NODE", "TASKS", "CPU", "FREE", "MEMORY", "FREE", "IOPS", "FREE", "BANDWIDTH", "FREE", "CAN BE LOST"],
  (.survivesLossOf as $lost | .nodes[] | [.name, (.tasks | tostring),
    (.reserved.cpu | amount), (.free.cpu | amount), (.reserved.memory | amount), (.free.memory | amount),
    (.reserved.iops | amount), (.free.iops | amount), (.reserved.bandwidth | amount), (.free.bandwidth | amount),
    (if $lost[.name] then "yes" else "no" end)]) | @tsv' | table
# shellcheck disable=SC2016 # the dollars are jq's
show <<<"$answer" '
  "",
  (.assignments | map(select(.standing != true)) | group_by([.service, .node])[] |
    "\(.[0].service): \(length) on \(.[0].node)\(if $standing then " (new)" else "" end)"),
  (.unplaced[] | "NO PLACE: \(.count) of \(.service): \(.reason)"),
  (.homelessAfterLossOf | to_entries[] | .key as $node | .value[] | "without \($node): no place for \(.count) of \(.service): \(.reason)"),
  (.notes[]? | "note: \(.)"),
  (.addNode // empty | if .needed | not then "no node has to be added" elif .helps then
    "smallest node that makes it fit: cpu \(.smallest.cpu), memory \(.smallest.memory), iops \(.smallest.iops), bandwidth \(.smallest.bandwidth)"
    else "no single node makes it fit" end),
  (.fewestNodes // empty | "packed, \(.found // "more than these") nodes would do; at least \(.atLeast)"),
  (if .fits then "it fits" else "it does not fit" end)' --argjson standing "$(jq 'any(.assignments[]; .standing)' <<<"$answer")"
