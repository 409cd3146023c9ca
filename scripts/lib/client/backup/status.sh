# How it stands with backups. Sourced by scripts/lib/client/backup.sh.
# shellcheck shell=bash

call GET /v1/backups/status | show '
  (if .services == [] then "no service has a schedule (drover.backup.schedule)" else empty end),
  (.services[] | [.service, .state, "last \(if .lastSuccess then .lastSuccess[0:16] + "Z" else "never" end)",
    "next \(if .nextDue then .nextDue[0:16] + "Z" else "never" end)", .reason] | @tsv)' | table
