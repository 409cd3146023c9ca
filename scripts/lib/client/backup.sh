# Making, checking and removing backups. Sourced by scripts/drover; each second word is a file of its own in backup/.
#: backup status                of each service with a schedule: when it was backed up, is next, and what is wrong
#: backup now STACK             backs a stack up now, with a bar; --volume V: this volume alone, may be given again;
#:                              --all: every stack of the Swarm, one after the other
#: backup show STACK NAME       one backup with its volumes and objects
#: backup verify STACK [NAME]   reads a backup again, to its last byte; without NAME the newest of the stack. Waits for the result
#: backup delete STACK NAME     removes a backup, whatever retention says of it
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # set by scripts/drover, and for the files below

url=$backup_url
word=${arguments[1]:-}
file=$root/scripts/lib/client/backup/$word.sh
case $word in
  '' | *[!a-z-]*) die "usage: scripts/drover backup status | show | verify | delete | now …" ;;
esac
[ -f "$file" ] || die "no such command: backup $word"
# shellcheck source=/dev/null
. "$file"
