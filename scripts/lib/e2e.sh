# What end-to-end cases share. Sourced by scripts/e2e/<case>/run.sh after toolchain.sh and engine.sh.
# shellcheck shell=bash

. "$DROVER_ROOT/scripts/lib/artefact.sh"

E2E_WORK=
E2E_CHILDREN=()
E2E_REASON=
E2E_FAILED_AT=

# die TEXT: replaces that of toolchain.sh: TEXT is kept for the end of what is shown.
die() {
  E2E_REASON=$*
  printf 'drover: %s\n' "$*" >&2
  exit 1
}

# e2e_begin: a place for the case's files; whatever the case started ends with it.
e2e_begin() {
  find_jdk
  apt_install curl jq docker.io iptables iproute2 busybox-static
  E2E_WORK=$(mktemp -d /tmp/drover-e2e-XXXXXX)
  export DROVER_STATE=$E2E_WORK/state
  mkdir -p "$DROVER_STATE"
  # An answer of the command line may take a busy machine longer than a person would wait.
  export DROVER_WAIT=120
  trap e2e_end EXIT
  # A command that fails without a word ends the case, too: its line tells which.
  set -E
  trap 'E2E_FAILED_AT="$LINENO of ${BASH_SOURCE[0]##*/}: $BASH_COMMAND"' ERR
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

# e2e_end: runs the case's own `cleanup` if it has one, ends its processes and shows their logs when it failed, and what the
# case's own `evidence` tells.
e2e_end() {
  local status=$? child log
  trap - EXIT INT TERM ERR
  # What a case had not come to set is no reason to leave its engines behind.
  set +eu
  # shellcheck disable=SC2034 # for node_docker: evidence is not worth waiting for
  NODE_ONCE=1
  if [ "$status" -ne 0 ]; then
    for log in "$E2E_WORK"/*.log; do
      [ -e "$log" ] || continue
      printf '== %s\n' "${log##*/}" >&2
      tail -n 30 "$log" >&2
    done
    if declare -F evidence >/dev/null; then evidence >&2; fi
  fi
  # Of one that ended long ago the process id may be another process's by now, that of another case's engine for example.
  for child in "${E2E_CHILDREN[@]}"; do
    [ "$(ps -o ppid= -p "$child" | tr -d ' ')" != "$$" ] || kill -9 "$child" 2>/dev/null
  done
  for child in "${E2E_CHILDREN[@]}"; do wait "$child" 2>/dev/null; done
  if declare -F cleanup >/dev/null; then cleanup; fi
  give_ports_back
  rm -rf "$E2E_WORK"
  # Once more, and last: what a log of this length is read for. After what the shell tells of the processes that it ended.
  [ "$status" -eq 0 ] || say "the case ended with $status: ${E2E_REASON:-line ${E2E_FAILED_AT:-unknown}}"
  exit "$status"
}

# Ports that cases have chosen, each a link that leads to the process id of its case. A JVM listens half a minute after its port was
# chosen, and meanwhile another case, or this one, must not choose the same.
E2E_PORTS=/tmp/drover-ports

# free_port: a port that nobody listens on, and that is this case's until it ends.
free_port() {
  local port owner
  while true; do
    port=$((20000 + RANDOM % 10000))
    mkdir -p "$E2E_PORTS"
    if ! ln -s "$$" "$E2E_PORTS/$port" 2>/dev/null; then
      # Of a case that was killed.
      owner=$(readlink "$E2E_PORTS/$port") && ! kill -0 "$owner" 2>/dev/null && rm -f "$E2E_PORTS/$port"
      continue
    fi
    ss -Hlntu "sport = :$port" | finds . || break
    rm -f "$E2E_PORTS/$port"
  done
  printf '%s\n' "$port"
}

# give_ports_back: what free_port told this case may be told to others.
give_ports_back() {
  [ ! -d "$E2E_PORTS" ] || find "$E2E_PORTS" -lname "$$" -delete
  rmdir "$E2E_PORTS" 2>/dev/null || true
}

# start_service SERVICE NAME PORT OPTION...: a built service in the background; its process id lands in PID_OF[NAME]. What
# E2E_WITHIN holds goes before the command, to run it in a node's namespaces.
declare -A PID_OF
E2E_WITHIN=()
start_service() {
  local service=$1 name=$2 port=$3
  shift 3
  launch_of "$service"
  "${E2E_WITHIN[@]}" "${LAUNCH[@]}" "-Dquarkus.http.port=$port" -Dquarkus.http.host=127.0.0.1 \
    "-Ddrover.tokens.viewer-file=$DROVER_STATE/viewer.token" "-Ddrover.tokens.operator-file=$DROVER_STATE/operator.token" \
    "-Ddrover.tokens.agent-file=$DROVER_STATE/agent.token" "-Ddrover.journal.spool=$E2E_WORK/spool-$name" "-Ddrover.instance=$name" \
    "$@" "${LAUNCH_END[@]}" >>"$E2E_WORK/$name.log" 2>&1 &
  PID_OF[$name]=$!
  E2E_CHILDREN+=("$!")
}

# end_service NAME: as a crash would, and waits for it.
end_service() {
  kill -9 "${PID_OF[$1]}"
  wait "${PID_OF[$1]}" 2>/dev/null || true
}

# ask PORT PATH: an answer of a service on loopback. The limit is for one that hangs: on a busy machine an answer may take seconds.
ask() {
  curl -sS --max-time 30 -K <(printf 'header = "Authorization: Bearer %s"\n' "$(cat "$DROVER_STATE/viewer.token")") "http://127.0.0.1:$1$2"
}

# check TEXT COMMAND...: one claim of the case.
check() {
  local text=$1
  shift
  "$@" || die "not so: $text"
  say "seen: $text"
}

# eventually SECONDS TEXT COMMAND...: a claim that comes true in time.
eventually() {
  local seconds=$1 text=$2
  shift 2
  until_true "$seconds" "$@" || die "not within $seconds s: $text"
  say "seen: $text"
}
