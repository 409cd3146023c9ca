# shellcheck shell=bash
#: failover status              what each place sees, who serves, where DNS records lead, and why
#: failover test                a game day without effect: whether a move would succeed, and what stands in its way
#: failover now [SITE]          has the stand-by (or this site) serve, now
#:     --other-is-off             you made sure that the site that serves now is off; nothing else is asked
#: failover back                tells what failing back to the primary would lose
#:     --yes                      does it
# shellcheck disable=SC2154,SC2034,SC2016 # set and used by scripts/drover; the dollars are jq's
url=$failover_url
unanswered="; failover only runs where it is described: src/site/failover.md"
verb=${arguments[1]:-} site='' off=false yes=false
for argument in "${arguments[@]:2}"; do
  case $verb:$argument in
    now:--other-is-off | back:--other-is-off) off=true ;;
    back:--yes) yes=true ;;
    *:-*) die "unknown option $argument; scripts/drover --help" ;;
    now:*) site=$argument ;;
    *) verb= ;;
  esac
done

# ordered PATH BODY: gives an order and tells what came of it.
ordered() {
  call POST "$1" <(printf '%s' "$2") | show 'if .done then "\(.phase): move \(.move) is under way: \(.reasons | join("; "))"
    else (.loses[] | "- \(.)"), "nothing was done; with --yes it is" end'
}

case $verb in
  status)
    call GET /v1/failover | show 'if .phase then
        "\(.phase) since \(.since): \(.serving) serves\(if .unfenced then ", and nothing confirms that the other site is off" else "" end)",
        (.reasons[] | "  \(.text)"), (.held[] | "  not done: \(.)"),
        (if .fence == "" then empty else "  fence: \(.fence)" end), (if .start == "" then empty else "  start: \(.start)" end),
        (.sites[] | "", "\(.site) (\(.role)): its Swarm is \(.swarm)\(if .why == "" then " since \(.since)" else ": \(.why)" end)",
          (.places[] | "  \(.place): \(.sight) \(.count) times in a row")),
        (.silent[] | "not heard: \(.)"),
        (.records[] | "", "\(.record)", (.servers[] | "  \(.server) has \(.has)\(if .ok then "" else ": NOT RIGHT" end)")),
        (.mirror | "", "stand-by: \(if .why != "" then .why elif .findings == [] then "ready" else "NOT READY" end)",
          (.findings[] | "  \(.text)"), (.held[] | "  not done: \(.)"), (.failures[] | "  NOT DONE: \(.)"))
      else
        (.entries[] | "\(.entry)",
          (.places[] | "  \(.place): \(.sight) \(.count) times in a row\(if .why == "" then "" else ", \(.why)" end)")),
        (.silent[] | "not heard: \(.)"),
        (.records[] | "", "\(.record): \(if .unknown == "" then (.addresses | join(", ")) else "NOT KNOWN: \(.unknown)" end)",
          (.servers[] | "  \(.server) has \(.has)\(if .ok then "" else ": NOT RIGHT" end)"),
          (.reasons[] | "  \(.text)"), (.held[] | "  not done: \(.)"),
          (.outcomes[] | select(.outcome != "applied") | "  NOT DONE: \(.message)"))
      end'
    ;;
  test)
    # Servers of DNS that are away are waited for one after the other.
    call_seconds=600
    answer=$(call POST /v1/failover/test)
    show <<<"$answer" '(.checks[] | "\(if .ok then "ok  " else "FAIL" end)  \(.check): \(.text)"),
      (if .ok then "a move would succeed" else "a move would NOT succeed as things are" end)'
    jq -e .ok <<<"$answer" >/dev/null
    ;;
  now)
    ordered /v1/failover/now "$(jq -cn --arg to "$site" --argjson off "$off" '{otherIsOff: $off} + if $to == "" then {} else {to: $to} end')"
    ;;
  back)
    ordered /v1/failover/back "$(jq -cn --argjson yes "$yes" --argjson off "$off" '{confirm: $yes, otherIsOff: $off}')"
    ;;
  *) die "usage: scripts/drover failover status | test | now [SITE] [--other-is-off] | back [--yes]" ;;
esac
