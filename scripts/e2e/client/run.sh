#!/usr/bin/env bash
# What the scripts say to words that they do not know and to ports that are taken, before they ask anybody: no service runs here.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
e2e_begin

# refused STATUS TEXT WORD...: whether the client ends with this status and says this in one line.
refused() {
  local status=0 said
  said=$(DROVER_URL=http://127.0.0.1:1 DROVER_TOKEN=none "$DROVER_ROOT/scripts/drover" "${@:3}" 2>&1) || status=$?
  printf '%s\n' "$said"
  [ "$status" = "$1" ] && [ "$(wc -l <<<"$said")" = 1 ] && finds -F -- "$2" <<<"$said"
}
check "a command that there is not" refused 2 "no such command: statsu" statsu
check "an option that there is not" refused 1 "unknown option --verbose" services --verbose
check "a filter that a command does not have" refused 1 "rightsizing takes nothing from 'shop_web'" rightsizing shop_web
check "a reason without quotes" refused 1 "pause takes nothing from 'house'" pause --for 30m moving house
check "a reason of two words for a count" refused 1 "scale takes nothing from 'it'" scale shop_web 1 --for 10m trying it
# 2^64 + 1, which is 1 in the shell's arithmetic.
check "a count beyond all numbers" refused 1 "usage: scripts/drover scale" scale shop_web 18446744073709551617 --for 10m
no_failover() { ! DROVER_FAILOVER_URL=http://127.0.0.1:1 DROVER_TOKEN=none "$DROVER_ROOT/scripts/drover" dns check 2>"$E2E_WORK/said" && finds 'only runs where it is described' "$E2E_WORK/said"; }
check "where there is no failover it is said why" no_failover
benches() { "$DROVER_ROOT/scripts/bench" | finds '^  decide  *A round of pure decisions'; }
check "scripts/bench alone lists what there is" benches
no_bench() { ! "$DROVER_ROOT/scripts/bench" ../e2e 2>/dev/null; }
check "a bench that there is not" no_bench
taken=$(free_port)
busybox httpd -f -p "127.0.0.1:$taken" -h "$E2E_WORK" &
E2E_CHILDREN+=($!)
until_true 60 curl -s -o "$E2E_WORK/said" "http://127.0.0.1:$taken/" || die "nobody listens on port $taken"
port_taken() { ! DROVER_PORT=$taken "$DROVER_ROOT/scripts/run" scaling 2>"$E2E_WORK/said" && finds "port $taken is taken" "$E2E_WORK/said"; }
check "a port that is taken is named before anything starts" port_taken
listed() { "$DROVER_ROOT/scripts/drover" "$1" | finds '^  services '; }
check "help" listed --help
check "help, as a word" listed help
