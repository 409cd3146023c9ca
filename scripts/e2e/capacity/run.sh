#!/usr/bin/env bash
# Capacity and inventory of a real Swarm of two nodes: an overlay network is filled until tasks stay in `new`, and its addresses
# are counted to the last one; what a node without an agent uses is unknown, not 0; both nodes are on one physical server, whose
# death would be the Swarm's.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
e2e_begin
DROVER_STATE=$E2E_WORK/state ensure_tokens

swarm=$E2E_WORK/swarm
cleanup() { [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"; }
docker_on() { node_docker "$swarm/node$1" "${@:2}"; }
evidence() { capacity; ask "$port" /v1/inventory; }

say "making a Swarm of two managers"
mkdir -p "$swarm"
private_swarm start "$swarm" 2
for node in 1 2; do import_busybox "unix://$swarm/node$node/docker.sock" drover-test/busybox:1; done
cores=$(docker_on 1 info --format '{{.NCPU}}')
cat >"$E2E_WORK/inventory.yml" <<YAML
servers:
- name: server1
  cores: 1
  threads: $((2 * cores))
  memory: 1Ti
  power: [ups-a]
  machines:
  - {name: vm1, cores: $cores, memory: 64Gi, iops: 5000, network: 1Gbps, node: node1}
  - {name: vm2, cores: $cores, memory: 64Gi, node: node2}
YAML

agent_port=$(free_port)
start_service agent agent1 "$agent_port" "-DDOCKER_HOST=unix://$swarm/node1/docker.sock"
port=$(free_port)
start_service placement placement "$port" "-DDOCKER_HOST=unix://$swarm/node1/docker.sock" "-Ddrover.inventory=$E2E_WORK/inventory.yml" \
  "-Ddrover.placement.agents.addresses=http://127.0.0.1:$agent_port" "-Ddrover.placement.agents.token-file=$DROVER_STATE/agent.token"

docker_on 1 node update --label-add tier=database node1 >/dev/null
docker_on 1 network create -d overlay --subnet 10.77.0.0/28 small >/dev/null
new_service() {
  local name=$1
  shift
  docker_on 1 service create --detach --name "$name" --endpoint-mode dnsrr --restart-delay 1s "$@" drover-test/busybox:1 /bin/busybox sleep 100000 >/dev/null 2>&1
}
new_service shop_db --replicas 2 --constraint node.labels.tier==database --reserve-cpu 0.1 --reserve-memory 64M --limit-cpu 0.5 \
  --limit-memory 320M --limit-pids 50 --label drover.place.iops=2000 --label drover.place.bandwidth=300Mbps
# The first task brings the node its address; were all to come at once, they could take that too, and be refused.
new_service shop_many --replicas 1 --constraint node.labels.tier==database --network small

capacity() { ask "$port" /v1/capacity; }
is() { [ "$(capacity | jq -c "$1")" = "$2" ]; }

eventually 600 "a first task runs on the network" \
  is '.networks[] | select(.network == "small") | [.size, .used.tasks, .used.nodes, .free]' '[13,1,1,11]'
docker_on 1 service scale --detach shop_many=20 >/dev/null 2>&1
# A /28 has 16 addresses: its own, the broadcast's, the gateway's, one for the node, and so 12 for tasks.
eventually 300 "the network is full, to the last address: 12 tasks, 1 node" \
  is '.networks[] | select(.network == "small") | [.size, .used.tasks, .used.nodes, .free]' '[13,12,1,0]'
in_new() { docker_on 1 service ps shop_many --format '{{.CurrentState}}' | grep -c '^New'; }
eventually 300 "the other tasks stay in the state new, and are told" \
  is '.networks[] | select(.network == "small") | .waiting' 8
eight_new() { [ "$(in_new)" = 8 ]; }
eventually 300 "the engine has as many of them" eight_new
eventually 300 "there is a finding" is '[.findings[] | select(.code == "NetworkFull")] | length' 1

eventually 300 "the tier's sums are exact" is '.tiers[] | select(.tier == "database") |
  [.tasks, .reserved.cpu.exact, .reserved.memory.exact, .reserved.iops, .reserved.bandwidth.exact, .limited.cpu.exact, .limited.memory.exact, .limited.pids, .unlimited.memory]' \
  '[22,200000000,134217728,4000,600000000,1000000000,671088640,100,20]'
eventually 300 "of node1's storage and network is left what the inventory has less what is promised" is \
  '.nodes[] | select(.node == "node1") | [.free.iops, .free.bandwidth.exact]' '[1000,400000000]'
eventually 300 "what the tasks on node1 use is known" is '.nodes[] | select(.node == "node1") | .used | has("memory")' true
new_service elsewhere --replicas 1 --constraint node.hostname==node2
eventually 300 "what node2's use is, without an agent, is not known" is '.nodes[] | select(.node == "node2") | [.tasks, (.used | has("memory")), (.unknown | has("memory"))]' '[1,false,true]'

findings() { [ "$(ask "$port" /v1/inventory | jq -r '.findings[].code' | sort -u | tr '\n' ' ')" = "CoresOvercommitted DoesNotFit OneServer QuorumLost " ]; }
eventually 300 "the inventory's findings: overcommitted cores, one server for all, no quorum without it" findings
for command in capacity inventory; do DROVER_PLACEMENT_URL=http://127.0.0.1:$port "$DROVER_ROOT/scripts/drover" "$command"; echo; done
