#: undrain NODE                 lets a drained or paused node take tasks again
# Sourced by scripts/drover; the dollars are jq's.
# shellcheck shell=bash disable=SC2016,SC2034,SC2154
url=$placement_url
[ ${#arguments[@]} -eq 2 ] || die "usage: scripts/drover undrain NODE"
body=$(mktemp)
trap 'rm -f "$body"' EXIT
jq -n --arg by "$(id -un)" '$ARGS.named' >"$body"
call POST "/v1/nodes/$(encode "${arguments[1]}")/undrain" "$body" | show '"\(.node) takes tasks again in a moment; what ran elsewhere stays there"'
