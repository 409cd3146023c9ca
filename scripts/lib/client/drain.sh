#: drain NODE [WHY]             takes all tasks off a node, new ones start elsewhere first
#:     --plan                     only tells what it would come to
#:     --allow-stop               also what can't run twice: it stops before it starts elsewhere
#:     --status                   how far it is
#:     --abort                    takes it back: node and services get what they had
# Sourced by scripts/drover; the dollars are jq's.
# shellcheck shell=bash disable=SC2016,SC2034,SC2154
url=$placement_url
node='' why='' verb=order allow_stop=false
for argument in "${arguments[@]:1}"; do
  case $argument in
    --plan) verb=plan ;;
    --status) verb=status ;;
    --abort) verb=abort ;;
    --allow-stop) allow_stop=true ;;
    -*) die "unknown option $argument; scripts/drover --help" ;;
    *) if [ -z "$node" ]; then node=$argument; else why=$argument; fi ;;
  esac
done
[ -n "$node" ] || die "usage: scripts/drover drain NODE [--plan] [--allow-stop] [--status] [--abort] [WHY]"
path=/v1/nodes/$(encode "$node")

drain_status='"\(.node): \(if .stage == "none" then .availability else "drain \(.stage) since \(.since) by \(.by)" end)",
  (.raised[]? | "  \(.service): \(.to) tasks for a while instead of \(.from)"),
  (if .says then "  \(.says)" else empty end)'

case $verb in
  plan)
    plan=$(call GET "$path/drain-plan")
    if [ -z "$json" ]; then
      show <<<"$plan" 'if .services == [] then empty else
        ["SERVICE", "TASKS", "HOW", "COUNT", "LANDS ON", "WHY"],
        (.services[] | [.service, .tasks,
          ({surge: "starts first", stop: "STOPS FIRST", ends: "ends"}[.how]),
          (if .from == .to then (if .how == "ends" then "-" else "\(.from)" end) else "\(.from)>\(.to)>\(.from)" end),
          ([.lands | to_entries[] | "\(.key) \(.value)"] | join(", ") | if . == "" then "-" else . end), .why]) | @tsv end' | table
    fi
    show <<<"$plan" '(.notes[] | "note: \(.text)"), (.refusals[] | "in the way: \(.text)"),
      if .safe then "\(.node) can be drained, no task stops before another runs in its place"
      elif .possible then "\(.node) can be drained with --allow-stop only"
      else "\(.node) can not be drained" end'
    ;;
  status) call GET "$path/drain" | show "$drain_status" ;;
  abort) call DELETE "$path/drain" | show "$drain_status" ;;
  order)
    body=$(mktemp)
    trap 'rm -f "$body"' EXIT
    jq -n --argjson allowStop "$allow_stop" --arg why "$why" --arg by "$(id -un)" '$ARGS.named' >"$body"
    call POST "$path/drain" "$body" | show '"\(.node) is being drained; scripts/drover drain \(.node) --status tells how far it is"'
    ;;
esac
