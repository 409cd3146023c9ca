# shellcheck shell=bash
#: dns check                    tries whether failover can change DNS records, with a record that nobody uses
# shellcheck disable=SC2154,SC2034 # set and used by scripts/drover
[ "${arguments[1]:-}" = check ] || die "usage: scripts/drover dns check"
url=$failover_url
unanswered="; failover only runs where it is described: src/site/failover.md"
# Servers may take their time to hear of a change from each other, and those that are away are waited for one after the other.
call_seconds=600
answer=$(call POST /v1/failover/dns/check)
show <<<"$answer" '(.steps[] | "\(if .ok then "ok  " else "FAIL" end)  \(.what)\(if .ok then " (\(.where))" else "" end): \(.message)"),
  (if .ok then "DNS can be changed" else "DNS can NOT be changed as things are" end)'
jq -e .ok <<<"$answer" >/dev/null
