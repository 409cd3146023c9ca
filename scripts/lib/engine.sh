# The machine's Docker engine and its Swarm; what was started or made here is remembered and can be taken back.
# Sourced after toolchain.sh. Private engines and Swarms for tests are in nodes.sh.
# shellcheck shell=bash

DROVER_STATE=${DROVER_STATE:-$DROVER_ROOT/.drover}
# What an engine makes on a machine that had none; removed again only where it was not there before.
ENGINE_PATHS=(/var/lib/docker /var/lib/containerd /etc/docker /opt/containerd /run/docker /run/containerd)

# until_true SECONDS COMMAND...: repeats a command until it succeeds; fails when it didn't in time.
until_true() {
  local seconds=$1 begun=$SECONDS
  shift
  until "$@" >/dev/null 2>&1; do
    [ $((SECONDS - begun)) -lt "$seconds" ] || return 1
    # What takes long comes no sooner for being asked for more often, and whoever asks takes the machine's time.
    if [ $((SECONDS - begun)) -lt 10 ]; then sleep 0.1; else sleep 0.3; fi
  done
}

# is_process PID NAME: whether this process lives and is what it was taken for (process ids are used again).
is_process() { [ "$(cat "/proc/$1/comm" 2>/dev/null)" = "$2" ]; }

# process_ended PID: whether it is gone, or only waits to be collected by its parent.
process_ended() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  case ${stat##*) } in Z*) ;; *) return 1 ;; esac
}

# detached LOG COMMAND...: starts a process that outlives this script, hears no interrupt meant for it and holds none of
# its files open; $! is the process.
detached() {
  local log=$1
  shift
  (
    for fd in /proc/"$BASHPID"/fd/*; do
      fd=${fd##*/}
      [ "$fd" -le 2 ] || eval "exec $fd>&-"
    done
    exec setsid "$@" </dev/null >>"$log" 2>&1
  ) &
  disown
}

# ensure_docker: uses the engine that answers; starts one, as root, where none does.
ensure_docker() {
  if docker info >/dev/null 2>&1; then return 0; fi
  [ "$(id -u)" -eq 0 ] || die "no Docker engine answers; start one, run as root, or join the group docker"
  apt_install docker.io iptables
  mkdir -p "$DROVER_STATE"
  # With an init the package has just started its own engine; without one that is up to us.
  if [ -d /run/systemd/system ] && until_true 30 docker info; then return 0; fi
  command -v dockerd >/dev/null || die "there is a docker command but no dockerd: start the engine that it belongs to"
  remember_machine
  say "starting dockerd (log: $DROVER_STATE/dockerd.log)"
  : >"$DROVER_STATE/dockerd.log"
  detached "$DROVER_STATE/dockerd.log" dockerd --pidfile "$DROVER_STATE/dockerd.pid"
  printf '%s\n' "$!" >"$DROVER_STATE/started-dockerd"
  if ! until_true 180 docker info; then
    tail -n 5 "$DROVER_STATE/dockerd.log" >&2
    stop_dockerd
    die "dockerd did not start; see $DROVER_STATE/dockerd.log"
  fi
}

# remember_machine: notes what is there before the first engine of ours, so that only the rest is taken away.
remember_machine() {
  local path
  # What a `scripts/down --keep-data` left is ours still.
  if [ ! -e "$DROVER_STATE/engine-paths" ]; then
    for path in "${ENGINE_PATHS[@]}"; do
      [ -e "$path" ] || printf '%s\n' "$path"
    done >"$DROVER_STATE/engine-paths"
  fi
  iptables -w -S FORWARD 2>/dev/null | sed -n 's/^-P FORWARD //p' >"$DROVER_STATE/forward-policy"
  cat /proc/sys/net/ipv4/ip_forward >"$DROVER_STATE/ip-forward"
}

# ensure_swarm: makes the engine a one-node Swarm unless it is a manager already.
ensure_swarm() {
  local state
  state=$(docker info --format '{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}')
  case $state in
    'active true') return 0 ;;
    'active false') die "this engine is a worker of a Swarm; run this on a manager" ;;
    inactive*) ;;
    *) die "this engine's Swarm is in state '${state% *}'; unlock it or leave it first" ;;
  esac
  mkdir -p "$DROVER_STATE"
  docker network inspect docker_gwbridge >/dev/null 2>&1 && : >"$DROVER_STATE/had-gwbridge"
  docker swarm init --advertise-addr 127.0.0.1 >/dev/null || die "could not make a Swarm"
  : >"$DROVER_STATE/made-swarm"
}

# stop_what_we_started: leaves the Swarm and ends the engine where ensure_swarm and ensure_docker made them. With KEEP_DATA the engine's
# folders stay, and go with a later call without it.
stop_what_we_started() {
  if [ -e "$DROVER_STATE/made-swarm" ]; then
    if docker info >/dev/null 2>&1; then leave_swarm; fi
    rm -f "$DROVER_STATE/made-swarm" "$DROVER_STATE/had-gwbridge"
  fi
  if [ -e "$DROVER_STATE/started-dockerd" ]; then
    stop_dockerd
  elif [ -z "${KEEP_DATA:-}" ] && [ -e "$DROVER_STATE/engine-paths" ] && ! docker info >/dev/null 2>&1; then
    remove_engine_paths
  fi
}

leave_swarm() {
  local containers
  docker swarm leave --force >/dev/null 2>&1 || true
  mapfile -t containers < <(docker ps -aq --filter label=com.docker.swarm.task.id)
  [ ${#containers[@]} -eq 0 ] || docker rm -f -v "${containers[@]}" >/dev/null
  if [ ! -e "$DROVER_STATE/had-gwbridge" ]; then
    docker network rm docker_gwbridge >/dev/null 2>&1 || true
  fi
}

stop_dockerd() {
  local pid link
  pid=$(cat "$DROVER_STATE/started-dockerd")
  if is_process "$pid" dockerd; then
    kill "$pid"
    until_true 60 process_ended "$pid" || kill -9 "$pid"
    until_true 10 process_ended "$pid" || die "dockerd, process $pid, does not end"
  fi
  for link in docker0 docker_gwbridge; do
    ip link delete "$link" 2>/dev/null || true
  done
  remove_engine_rules
  [ -n "${KEEP_DATA:-}" ] || remove_engine_paths
  if [ -s "$DROVER_STATE/ip-forward" ]; then
    cat "$DROVER_STATE/ip-forward" >/proc/sys/net/ipv4/ip_forward
  fi
  rm -f "$DROVER_STATE"/{started-dockerd,dockerd.pid,forward-policy,ip-forward}
}

remove_engine_paths() {
  local path
  while read -r path; do
    remove_tree "$path"
  done <"$DROVER_STATE/engine-paths"
  rm -f "$DROVER_STATE/engine-paths"
}

# remove_engine_rules: takes out the iptables rules and chains that an engine makes, and nobody else's.
remove_engine_rules() {
  local table line words
  command -v iptables >/dev/null || return 0
  for table in filter nat mangle; do
    while read -r line; do
      read -ra words <<<"${line/#-A/-D}"
      iptables -w -t "$table" "${words[@]}" 2>/dev/null || true
    done < <(iptables -w -t "$table" -S 2>/dev/null | grep -E '^-A .*(DOCKER|docker0|docker_gwbridge)|^-A DOCKER')
    while read -r line; do
      iptables -w -t "$table" -X "${line#-N }" 2>/dev/null || true
    done < <(iptables -w -t "$table" -S 2>/dev/null | grep '^-N DOCKER')
  done
  # An engine sets the policy to DROP; rules for 172.17.0.0/16 go with it.
  iptables -w -t nat -D POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE 2>/dev/null || true
  if [ -s "$DROVER_STATE/forward-policy" ]; then
    iptables -w -P FORWARD "$(cat "$DROVER_STATE/forward-policy")"
  fi
}

# remove_tree DIR: unmounts what is mounted below, deepest first, and removes it; never reaches into another file system.
remove_tree() {
  local mount
  [ -n "$1" ] && [ -d "$1" ] || return 0
  while read -r mount; do
    umount "$mount" 2>/dev/null || umount -l "$mount" 2>/dev/null || true
  done < <(awk -v dir="$1/" '{ path = $5 "/" } index(path, dir) == 1 { print $5 }' /proc/self/mountinfo | sort -r)
  rm -rf --one-file-system "$1"
}

# put_busybox ROOT: static busybox and a link for each of its programs in ROOT/bin.
put_busybox() {
  mkdir -p "$1/bin"
  cp "$(command -v busybox)" "$1/bin/busybox"
  # In one process (perl is on every Debian): hundreds of calls of ln take a busy machine minutes.
  busybox --list | perl -e 'chdir shift or die; chomp(my @all = <STDIN>); $_ eq "busybox" or unlink($_), symlink("busybox", $_) or die for @all' "$1/bin"
}

# import_busybox HOST IMAGE: makes an image of static busybox on the engine at HOST (unix://…); needs no registry.
import_busybox() {
  local stage
  command -v busybox >/dev/null || apt_install busybox-static
  stage=$(mktemp -d)
  mkdir -p "$stage"/{etc,tmp,proc,sys,dev}
  chmod 1777 "$stage/tmp"
  put_busybox "$stage"
  printf 'root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n' >"$stage/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$stage/etc/group"
  tar -C "$stage" -c . | docker -H "$1" import --change 'ENV PATH=/bin' --change 'CMD ["/bin/sh"]' - "$2" >/dev/null
  rm -rf "$stage"
}

# shellcheck source=scripts/lib/nodes.sh
. "$DROVER_ROOT/scripts/lib/nodes.sh"
