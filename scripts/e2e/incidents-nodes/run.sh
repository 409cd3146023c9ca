#!/usr/bin/env bash
# What can go wrong with nodes and with the Swarm itself, provoked for real on three nodes: a full disk, full memory and process
# tables, agents and managers that die, a quorum lost, a manager that hangs. Each is named rightly, told by a Prometheus with our rules, and
# closed again. Swarm refuses an authority that ends within a year, and all nodes have this machine's clock: an agent that is ahead, and a
# health service of 20 years later, are made with faketime. Services are in the case incidents.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
. "$DROVER_ROOT/scripts/lib/incidents.sh"
e2e_begin
apt_install prometheus libfaketime
DROVER_STATE=$E2E_WORK/state ensure_tokens

disk=$E2E_WORK/disk
cleanup() {
  forget_swarm
  ! mountpoint -q "$disk" || umount "$disk"
}
evidence() { ask "$PORT" /v1/health | jq -c . || true; }

make_watched_swarm
mkdir -p "$disk"
mount -t tmpfs -o size=16m tmpfs "$disk"

# The agent of node 1 looks at a disk of 16 MB, that of node 2 at a memory and a bound of processes that the case
# says. All else they see is real.
cat /proc/meminfo >"$E2E_WORK/meminfo"
cat /proc/sys/kernel/pid_max >"$E2E_WORK/pid_max"
declare -A AGENT_PORT
agents=
for node in 1 2 3; do
  AGENT_PORT[$node]=$(free_port)
  agents+=${agents:+,}http://127.0.0.1:${AGENT_PORT[$node]}
done
# Before a command: a clock that is ahead by so much. Not by the program faketime, which stays between and would be killed in its place.
later() { E2E_WITHIN=(env "LD_PRELOAD=$(dpkg -L libfaketime | grep '/libfaketimeMT\.so\.1$')" "FAKETIME=$1"); }
start_agent() {
  local options=()
  E2E_WITHIN=()
  [ -z "${2:-}" ] || later "$2"
  case $1 in
    1) options=("-Ddrover.agent.disks=$disk") ;;
    2)
      # shellcheck disable=SC2016
      E2E_WITHIN=(unshare -m sh -c 'mount --bind "$0/meminfo" /proc/meminfo && mount --bind "$0/pid_max" /proc/sys/kernel/pid_max && exec "$@"' "$E2E_WORK")
      ;;
  esac
  start_service agent "agent$1" "${AGENT_PORT[$1]}" "-DDOCKER_HOST=unix://$swarm/node$1/docker.sock" "${options[@]}"
  E2E_WITHIN=()
}
PORT=$(free_port)
start_prometheus "$PORT"
for node in 1 2 3; do start_agent "$node"; done
# health NAME: the health service, under this name.
health() {
  start_service health "$1" "$PORT" "-DDOCKER_HOST=unix://$swarm/node1/docker.sock" "-Ddrover.health.agents.addresses=$agents" \
    "-Ddrover.health.agents.token-file=$DROVER_STATE/agent.token"
}
health health

hears_all_agents() { ask "$PORT" /v1/nodes | jq -e 'length == 3 and all(.agent)'; }
fires() { eventually 300 "in Prometheus fires $1" fires_there "$1" "$2"; }
closed() { within 300 "$1" "$2 of $3 is over" incident "$2" "$3" closed; }

eventually 600 "health looks after the Swarm, and hears of all agents" hears_all_agents
say "a full disk, full memory, a full process table"
from=$EPOCHREALTIME
dd if=/dev/zero of="$disk/full" bs=1M count=15 status=none
sed 's/^MemAvailable: .*/MemAvailable:      100000 kB/' /proc/meminfo | dd of="$E2E_WORK/meminfo" conv=notrunc status=none
printf '%d\n' 300 | dd of="$E2E_WORK/pid_max" status=none
named "$from" DiskPressure node1
named "$from" PidPressure node2 15
named "$from" MemoryPressure node2 30
for kind in DiskPressure MemoryPressure PidPressure; do fires NodePressure "kind=\"$kind\"}"; done
from=$EPOCHREALTIME
rm "$disk/full"
cat /proc/meminfo >"$E2E_WORK/meminfo"
cat /proc/sys/kernel/pid_max >"$E2E_WORK/pid_max"
closed "$from" DiskPressure node1
closed "$from" PidPressure node2
closed "$from" MemoryPressure node2

say "an agent dies"
from=$EPOCHREALTIME
end_service agent2
named "$from" AgentMissing node2 20
fires AgentMissing 'node="node2"}'
from=$EPOCHREALTIME
start_agent 2
closed "$from" AgentMissing node2

say "a clock is ahead by a minute and a half"
end_service agent3
start_agent 3 +90s
answers() { curl -fsS --max-time 2 "http://127.0.0.1:${AGENT_PORT[3]}/q/health/live"; }
eventually 240 "the agent answers" answers
from=$EPOCHREALTIME
named "$from" ClockSkew node3 30
end_service agent3
from=$EPOCHREALTIME
start_agent 3
closed "$from" ClockSkew node3

say "a manager dies, and another one"
from=$EPOCHREALTIME
private_swarm kill "$swarm" 3
named "$from" QuorumAtRisk 'the Swarm'
named "$from" NodeDown node3
none_more() { [ "$(ask "$PORT" /v1/health | jq .managers.mayFail)" = 0 ]; }
eventually 300 "none more may fail" none_more
fires NodeDown 'node="node3"}'
fires QuorumAtRisk 'kind="QuorumAtRisk"}'
from=$EPOCHREALTIME
private_swarm kill "$swarm" 2
named "$from" QuorumLost 'the Swarm' 5
fires QuorumAtRisk 'kind="QuorumLost"}'
check "what was wrong before is not taken for good" incident NodeDown node3 open
from=$EPOCHREALTIME
for node in 2 3; do private_swarm revive "$swarm" "$node"; done
closed "$from" QuorumLost 'the Swarm'
closed "$from" NodeDown node3
closed "$from" QuorumAtRisk 'the Swarm'

say "the manager that is asked hangs"
engine=$(cat "$swarm/node1/pid")
from=$EPOCHREALTIME
kill -STOP "$engine"
# So long an answer is waited for.
named "$from" ManagerSilent 'the Swarm' 30
from=$EPOCHREALTIME
kill -CONT "$engine"
closed "$from" ManagerSilent 'the Swarm'

say "twenty years later"
authority() { docker_on 1 info --format '{{json .Swarm.Cluster.TLSInfo.TrustRoot}}' | jq -r . | openssl x509 -noout -enddate | cut -d = -f 2; }
days=$((($(date -d "$(authority)" +%s) - $(date +%s)) / 86400))
end_service health
later "+$((days - 20))d"
health health-later
E2E_WITHIN=()
eventually 300 "the Swarm's authority ends soon" incident CertificateExpiry 'the Swarm' open
fires CertificateExpiry 'kind="CertificateExpiry"}'
say "a new authority"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days "$((days + 3650))" -subj /CN=swarm-ca \
  -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign \
  -keyout "$E2E_WORK/ca.key" -out "$E2E_WORK/ca.pem" 2>"$E2E_WORK/openssl.log"
from=$EPOCHREALTIME
docker_on 1 swarm ca --rotate --detach --ca-cert "$E2E_WORK/ca.pem" --ca-key "$E2E_WORK/ca.key" >/dev/null
closed "$from" CertificateExpiry 'the Swarm'
all_named incidents_nodes
