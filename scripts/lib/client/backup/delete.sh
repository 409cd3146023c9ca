# Removes a backup. Sourced by scripts/lib/client/backup.sh.
# shellcheck shell=bash
# shellcheck disable=SC2154 # set by scripts/drover

[ ${#arguments[@]} -eq 4 ] || die "usage: scripts/drover backup delete STACK NAME"
call DELETE "/v1/backups/$(encode "${arguments[2]}")/$(encode "${arguments[3]}")" | show '"\(.deleted) is gone"'
