# Private engines and Swarms that leave the machine's own engine alone: one dockerd per network namespace, all of its
# files under one directory. Sourced by engine.sh.
# shellcheck shell=bash
#
# A private network is numbered; its number is claimed by making its bridge, which only one process can:
#   bridge drb<number>, 198.18.<number>.1/24 (198.18/15 is set aside for tests); for node i the namespace
#   drover-<number>-<i>, the machine's end of its wire drv<number>n<i>, the address 198.18.<number>.<10 + i>

# What private engines are started with besides, such as another -H.
NODE_OPTIONS=()

# private_engine start DIR NAME | stop DIR: one engine of its own with its socket at DIR/docker.sock.
private_engine() {
  case $1 in
    start)
      need_private_tools
      claim_network "$2"
      start_node "$2" "$2" 1 "$3" || { private_engine stop "$2"; die "the private engine did not start"; }
      ;;
    stop)
      kill_node "$2"
      release_network "$2"
      remove_tree "$2"
      ;;
    *) die "usage: private_engine start DIR NAME | stop DIR" ;;
  esac
}

# private_swarm start DIR N | apart DIR N | kill|revive|cut|heal DIR I | stop DIR: N managers, sockets at DIR/node<i>/docker.sock;
# `apart`: N Swarms of one node each.
private_swarm() {
  local dir=$2 i
  case $1 in
    start | apart)
      need_private_tools
      claim_network "$dir"
      if ! make_swarm "$dir" "$3" "$1"; then
        private_swarm stop "$dir"
        die "the private Swarm did not start"
      fi
      ;;
    kill) kill_node "$dir/node$3" ;;
    revive) start_node "$dir" "$dir/node$3" "$3" "node$3" ;;
    cut) ip link set "drv$(cat "$dir/network")n$3" down ;;
    heal) ip link set "drv$(cat "$dir/network")n$3" up ;;
    stop)
      for i in "$dir"/node*; do kill_node "$i"; done
      release_network "$dir"
      remove_tree "$dir"
      ;;
    *) die "usage: private_swarm start DIR N | apart DIR N | kill|revive|cut|heal DIR I | stop DIR" ;;
  esac
}

need_private_tools() {
  [ "$(id -u)" -eq 0 ] || die "private engines need root: network namespaces and dockerd do"
  apt_install docker.io iptables iproute2 busybox-static
}

make_swarm() {
  local dir=$1 count=$2 how=$3 i number token starting=()
  number=$(cat "$dir/network")
  for ((i = 1; i <= count; i++)); do
    start_node "$dir" "$dir/node$i" "$i" "node$i" &
    starting+=($!)
  done
  for i in "${starting[@]}"; do wait "$i" || return 1; done
  if [ "$how" = apart ]; then
    for ((i = 1; i <= count; i++)); do
      enter_swarm "$dir/node$i" init --advertise-addr "198.18.$number.$((10 + i))" || return 1
    done
    return 0
  fi
  enter_swarm "$dir/node1" init --advertise-addr "198.18.$number.11" || return 1
  token=$(docker -H "unix://$dir/node1/docker.sock" swarm join-token -q manager) || return 1
  for ((i = 2; i <= count; i++)); do
    enter_swarm "$dir/node$i" join --token "$token" --advertise-addr "198.18.$number.$((10 + i))" "198.18.$number.11:2377" || return 1
  done
}

# enter_swarm NODE init|join OPTION...: makes its engine a manager. A client is answered with an error after twenty seconds, while the
# engine goes on: what counts is what the engine is in the end.
enter_swarm() {
  local node=$1
  shift
  until_true 300 step_into_swarm "$node" "$@" && return 0
  tail -n 5 "$node/swarm.log" "$node/log" >&2
  return 1
}

# step_into_swarm NODE init|join OPTION...: whether its engine is a manager; if it is in no Swarm yet, the order is given.
step_into_swarm() {
  local node=$1
  shift
  case $(docker -H "unix://$node/docker.sock" info --format '{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}') in
    'active true') ;;
    inactive*)
      docker -H "unix://$node/docker.sock" swarm "$@" 2>>"$node/swarm.log" >/dev/null || true
      return 1
      ;;
    error*)
      docker -H "unix://$node/docker.sock" swarm leave --force >>"$node/swarm.log" 2>&1 || true
      return 1
      ;;
    *) return 1 ;;
  esac
}

# node_docker NODE ARGUMENT...: the docker command for its engine. Managers refuse while they elect a leader, which on a busy machine comes
# by itself, and an update is refused where the service was changed since the client read it, by the engine's own update for example:
# then it is given once more, for up to five minutes, unless it reads its standard input (`-`) or NODE_ONCE is set.
node_docker() {
  local node=$1 deadline=$((SECONDS + 300)) again='' status errors
  shift
  while true; do
    status=0
    { errors=$(docker -H "unix://$node/docker.sock" "$@" 2>&1 >&3 3>&-); } 3>&1 || status=$?
    # The attempt before was obeyed although it was not answered.
    case "$status $again ${2:-} $errors" in *' again create '*'already exists'*) return 0 ;; esac
    [ "$status" -ne 0 ] && [ "${*: -1}" != - ] && [ -z "${NODE_ONCE:-}" ] && [ "$SECONDS" -lt "$deadline" ] || break
    case $errors in
      *'out of sequence'* | *'not have a leader'* | *'no elected'* | *'leadership'* | *'deadline exceeded'* | *'code = Unavailable'*) again=again ;;
      *) break ;;
    esac
    sleep 0.3
  done
  [ -z "$errors" ] || printf '%s\n' "$errors" >&2
  return "$status"
}

# claim_network DIR: makes a bridge whose number nobody else has, and notes the number in DIR/network.
claim_network() {
  local number=$(($$ % 256)) tries
  mkdir -p "$1"
  for ((tries = 0; tries < 256; tries++)); do
    if ip link add "drb$number" type bridge 2>/dev/null; then
      printf '%s\n' "$number" >"$1/network"
      ip addr add "198.18.$number.1/24" dev "drb$number"
      ip link set "drb$number" up
      # Another engine's FORWARD policy is DROP, and bridged frames pass there too.
      iptables -w -I FORWARD -i "drb$number" -j ACCEPT
      iptables -w -I FORWARD -o "drb$number" -j ACCEPT
      return 0
    fi
    number=$(((number + 1) % 256))
  done
  die "no free private network: 'ip link' shows 256 bridges drb*"
}

# release_network DIR: removes bridge, wires, namespaces and rules.
release_network() {
  local number namespace link
  number=$(cat "$1/network" 2>/dev/null) || return 0
  for namespace in /run/netns/drover-"$number"-*; do
    [ -e "$namespace" ] || continue
    link=drv${number}n${namespace##*-}
    ip netns delete "${namespace##*/}"
    # With the namespace its wire ends too, but only when the kernel gets to it.
    ip link delete "$link" 2>/dev/null || true
  done
  iptables -w -D FORWARD -i "drb$number" -j ACCEPT 2>/dev/null || true
  iptables -w -D FORWARD -o "drb$number" -j ACCEPT 2>/dev/null || true
  ip link delete "drb$number" 2>/dev/null || true
}

# start_node DIR NODE I NAME: namespace, wire and engine of node I of the network in DIR; its files go to NODE.
start_node() {
  local number node=$2 i=$3 name=$4 namespace tries
  number=$(cat "$1/network")
  namespace=drover-$number-$i
  mkdir -p "$node"/{run,containerd,exec,data}
  if [ ! -e "/run/netns/$namespace" ]; then
    ip netns add "$namespace"
    ip link add "drv${number}n$i" type veth peer name eth0 netns "$namespace"
    ip link set "drv${number}n$i" master "drb$number" up
    ip -n "$namespace" link set lo up
    ip -n "$namespace" addr add "198.18.$number.$((10 + i))/24" dev eth0
    # No way out: a Swarm asks the registry for every image, and without a route that fails at once.
    ip -n "$namespace" link set eth0 up
  fi
  # The machine's own daemon.json is not for this engine.
  printf '{}\n' >"$node/daemon.json"
  # An engine gives its containerd fifteen seconds to start and ends itself if that is late, as on a busy machine it can be.
  for ((tries = 0; tries < 5; tries++)); do
    launch_engine "$node" "/run/netns/$namespace" "$name"
    until_true 300 engine_is_settled "$node" || break
    if ! process_ended "$(cat "$node/starter")"; then
      pin_mounts "$node" "$(cat "$node/pid")"
      return
    fi
  done
  tail -n 5 "$node/log" >&2
  return 1
}

# pin_mounts NODE PID: keeps the mount namespace of a process, by which the processes of a node are told, at NODE/mounts. The kernel gives the
# number of one that ended to the next one, which may be another case's: its processes would be killed in their place.
pin_mounts() {
  : >"$1/mounts"
  mount --bind "/proc/$2/ns/mnt" "$1/mounts" && return 0
  rm -f "$1/mounts"
  return 1
}

engine_answers() { docker -H "unix://$1/docker.sock" info; } >/dev/null 2>&1

# engine_is_settled NODE: whether its engine answers, or ended.
engine_is_settled() { process_ended "$(cat "$1/starter")" || engine_answers "$1"; }

# launch_engine NODE NAMESPACE NAME: an engine in a network namespace, with namespaces of its own for mounts and its name.
launch_engine() {
  local node=$1
  # An engine that was killed leaves these behind; they may name a process that is somebody else's by now.
  rm -f "$node/pid" "$node/exec/containerd/containerd.pid" "$node/docker.sock"
  # `ip netns exec` won't do: it mounts /sys anew and hides the cgroups. The other namespaces are let go of, or they
  # would live as long as this node.
  # shellcheck disable=SC2016
  detached "$node/log" nsenter --net="$2" unshare -m --uts sh -c '
    node=$1 name=$2 && shift 2 &&
    hostname "$name" && mkdir -p /run/docker /run/containerd &&
    mount --make-rprivate / && umount -l -R /run/netns && mount --bind "$node/run" /run/docker && mount --bind "$node/containerd" /run/containerd &&
    exec dockerd --config-file "$node/daemon.json" --data-root "$node/data" --exec-root "$node/exec" --pidfile "$node/pid" \
      --shutdown-timeout 5 -H "unix://$node/docker.sock" "$@"' sh "$node" "$3" "${NODE_OPTIONS[@]}"
  printf '%s\n' "$!" >"$node/starter"
}

# kill_node NODE: ends its engine, shims and containers at once, as a power cut would. The mount namespace tells which
# processes are this node's; the containers, which have their own, are the shims' children.
kill_node() {
  local node=$1 pids id starter tries
  starter=$(cat "$node/starter" 2>/dev/null || true)
  # Process ids come again within minutes, and another case's engine has one, too.
  if [ ! -e "$node/mounts" ] && [ -n "$starter" ] && grep -qszF -- "$node/data" "/proc/$starter/cmdline"; then
    pin_mounts "$node" "$starter" || return 0
  fi
  [ -e "$node/mounts" ] || return 0
  # More than once: a shim that was being started while the others were looked for is met the next time.
  for ((tries = 0; tries < 5; tries++)); do
    mapfile -t pids < <(processes_in "$(stat -c %i "$node/mounts")")
    [ ${#pids[@]} -gt 0 ] || break
    # All stop before the first dies, or the engine would start anew what is being ended.
    kill_trees "${pids[@]}"
  done
  umount "$node/mounts"
  rm -f "$node/mounts" "$node/starter"
  for id in "$node"/data/containers/*; do
    [ -d "$id" ] && remove_cgroups "${id##*/}"
  done
  return 0
}

# processes_in NUMBER: the processes of the mount namespace of this number. One process looks at all of them: a fork for each takes a busy
# machine half a minute.
processes_in() {
  find /proc/[0-9]*/ns/mnt -maxdepth 0 -lname "mnt:\\[$1\\]" -printf '%p\n' 2>/dev/null | cut -d / -f 3 || true
}

# kill_trees PID...: stops them all before the first dies, then kills them and their descendants and waits for their end.
kill_trees() {
  local all=("$@") pid child at
  kill -STOP "$@" 2>/dev/null || true
  for ((at = 0; at < ${#all[@]}; at++)); do
    while read -r child; do
      case " ${all[*]} " in *" $child "*) ;; *) all+=("$child") ;; esac
    done < <(cat "/proc/${all[at]}/task/"*/children 2>/dev/null | tr -s ' ' '\n')
  done
  kill -9 "${all[@]}" 2>/dev/null || true
  for pid in "${all[@]}"; do
    until_true 20 process_ended "$pid" || say "process $pid does not end"
  done
}

# remove_cgroups CONTAINER: nobody else does that for a container whose shim was killed.
remove_cgroups() {
  local cgroup
  for cgroup in /sys/fs/cgroup/docker/"$1" /sys/fs/cgroup/*/docker/"$1"; do
    [ ! -d "$cgroup" ] || find "$cgroup" -depth -type d -exec rmdir {} + 2>/dev/null || true
  done
}
