# A bar for what takes long. Sourced by commands in lib/client, after scripts/drover.
# shellcheck shell=bash

# follow PATH OVER DONE TOTAL WHAT: asks for PATH until the jq filter OVER holds; DONE and TOTAL are jq filters of bytes, WHAT of
# a word for what is done. The last answer lands in followed. Without a terminal only changes of WHAT are told.
follow() {
  local line last='' what begun=$EPOCHREALTIME
  while true; do
    followed=$(call GET "$1")
    line=$(jq -r --arg begun "$begun" "
      def human: if . >= 1073741824 then \"\(. / 107374182.4 | floor / 10) GiB\" elif . >= 1048576 then \"\(. / 104857.6 | floor / 10) MiB\" else \"\(. / 102.4 | floor / 10) KiB\" end;
      ($3) as \$done | ($4) as \$total | ((now - (\$begun | tonumber)) | if . < 0.1 then 0.1 else . end) as \$took | (\$done / \$took) as \$rate |
      (if \$total > 0 then ([\$done / \$total, 1] | min) else 0 end) as \$share |
      \"[\([range(0; 30)] | map(if . < \$share * 30 then \"#\" else \".\" end) | add)] \(\$share * 100 | floor)%  \(\$done | human)  \(\$rate | human)/s\" +
      (if \$rate > 0 and \$total > \$done then \"  \((\$total - \$done) / \$rate | ceil) s left\" else \"\" end)" <<<"$followed")
    what=$(jq -r "$5" <<<"$followed")
    if [ -t 1 ]; then
      printf '\r\033[K%s  %s' "$line" "$what"
    elif [ "$what" != "$last" ]; then
      [ -z "$what" ] || printf '%s\n' "$what"
      last=$what
    fi
    if jq -e "$2" <<<"$followed" >/dev/null; then break; fi
    sleep 0.3
  done
  if [ -t 1 ]; then printf '\r\033[K'; fi
}
