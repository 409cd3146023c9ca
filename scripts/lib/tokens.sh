# Tokens for local use. Sourced after toolchain.sh.
# shellcheck shell=bash

DROVER_STATE=${DROVER_STATE:-$DROVER_ROOT/.drover}

# ensure_tokens: makes viewer, operator and agent tokens where there are none; mode 600, ignored by git.
ensure_tokens() {
  local role
  mkdir -p "$DROVER_STATE"
  for role in viewer operator agent; do
    if [ ! -s "$DROVER_STATE/$role.token" ]; then
      (umask 077 && od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$DROVER_STATE/$role.token")
    fi
    chmod 600 "$DROVER_STATE/$role.token"
  done
}
