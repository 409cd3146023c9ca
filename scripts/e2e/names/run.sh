#!/usr/bin/env bash
# Nodes whose name servers disagree with the managers about a service's tasks (moby#53141): two nodes' news of containers are cut off
# while everything else goes on, and a service is scaled meanwhile. The agents see it, an incident says which node lacks what, the
# service that asks for it is repaired once and not again at once, and the incident is closed when news get through again.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
e2e_begin
DROVER_STATE=$E2E_WORK/state ensure_tokens

swarm=$E2E_WORK/swarm
image=drover-test/busybox:1
inside=
cleanup() { [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"; }
evidence() { ask "$port" /v1/services | jq -c '.[] | {service, level, running, findings}' || true; }
docker_on() { node_docker "$swarm/node$1" "${@:2}"; }
create() { docker_on 1 service create --detach --quiet --no-resolve-image --endpoint-mode dnsrr --network shop "$@" >/dev/null; }
# ask PORT PATH: replaces that of e2e.sh: health is asked where it is, in the network of a container.
ask() {
  nsenter --net="$inside" curl -sS --max-time 30 -K <(printf 'header = "Authorization: Bearer %s"\n' "$(cat "$DROVER_STATE/viewer.token")") "http://127.0.0.1:$1$2"
}

say "making a Swarm of three managers with a network across them"
mkdir -p "$swarm"
private_swarm start "$swarm" 3
for node in 1 2 3; do import_busybox "unix://$swarm/node$node/docker.sock" "$image"; done
docker_on 1 network create --driver overlay shop >/dev/null
create --name agent --mode global "$image" /bin/busybox sleep 100000
create --name web --replicas 3 --label drover.heal=auto --stop-grace-period 1s "$image" /bin/busybox sleep 100000
create --name still --replicas 3 --stop-grace-period 1s "$image" /bin/busybox sleep 100000
runs() { [ "$(docker_on 1 service ps --filter desired-state=running --format '{{.CurrentState}}' "$1" | grep -c '^Running')" -eq "$2" ]; }
eventually 300 "the tasks run" runs web 3
eventually 300 "the tasks of another service run" runs still 3
eventually 300 "each node has a place for an agent" runs agent 3

# Agents and health run in the networks of containers of the service "agent", as they do when the suite is deployed.
port=$(free_port)
agent_port=$(free_port)
addresses=
for node in 1 2 3; do
  container=$(docker_on "$node" ps -q --filter name=agent | head -n 1)
  pid=$(docker_on "$node" inspect -f '{{.State.Pid}}' "$container")
  address=$(docker_on "$node" inspect -f '{{(index .NetworkSettings.Networks "shop").IPAddress}}' "$container")
  addresses+=${addresses:+,}http://$address:$agent_port
  E2E_WITHIN=(nsenter "--net=/proc/$pid/ns/net")
  start_service agent "agent$node" "$agent_port" "-DDOCKER_HOST=unix://$swarm/node$node/docker.sock" -Dquarkus.http.host=0.0.0.0
  [ "$node" -ne 1 ] || inside=/proc/$pid/ns/net
done
E2E_WITHIN=(nsenter "--net=$inside")
start_service health health "$port" "-DDOCKER_HOST=unix://$swarm/node1/docker.sock" "-Ddrover.health.agents.addresses=$addresses" \
  "-Ddrover.health.agents.token-file=$DROVER_STATE/agent.token"

sees_agents() { ask "$port" /v1/nodes | jq -e 'length == 3 and all(.[]; .agent)'; }
incident() {
  ask "$port" '/v1/incidents' | jq -e --arg subject "$1" --arg status "$2" \
    'any(.[]; .kind == "NamesDisagree" and .subject.name == $subject and .status == $status)'
}
none() { ask "$port" /v1/incidents | jq -e 'all(.[]; .kind != "NamesDisagree")'; }
quietly() { "$@" >/dev/null; }
# news cut|restore: containers' news between node 3 and the others (ports 7946); the managers' own go on.
news() {
  local protocol
  for protocol in tcp udp; do
    nsenter --net="/run/netns/drover-$(cat "$swarm/network")-3" iptables -w "$([ "$1" = cut ] && echo -I || echo -D)" INPUT -p "$protocol" --dport 7946 -j DROP
    nsenter --net="/run/netns/drover-$(cat "$swarm/network")-3" iptables -w "$([ "$1" = cut ] && echo -I || echo -D)" OUTPUT -p "$protocol" --dport 7946 -j DROP
  done
}
forced() { docker_on 1 service inspect -f '{{.Spec.TaskTemplate.ForceUpdate}}' "$1"; }
is_forced() { [ "$(forced "$1")" = "$2" ]; }
was_forced() { [ "$(forced "$1")" -ge 1 ]; }
decided() { ask "$port" "/v1/decisions?service=$1" | jq -e --arg code "$2" '[.. | strings] | any(. == $code or contains($code))'; }

eventually 300 "all agents answer" sees_agents
agree() { ask "$port" /v1/services | jq -e 'length == 3 and all(.[]; .names.nodes == 3 and .names.agree == 3)'; }
eventually 300 "all three nodes know the tasks of all three services" agree
check "no incident" quietly none

say "cutting node3 off from news of containers"
from=$SECONDS
news cut
docker_on 1 service scale --detach web=6 still=6 >/dev/null
eventually 300 "an incident of web" incident web open
say "after $((SECONDS - from)) s"
eventually 300 "an incident of the other service" incident still open
ask "$port" '/v1/incidents?status=active' | jq -r '.[] | select(.kind == "NamesDisagree") | "  \(.text)"' >&2
eventually 300 "web is repaired" was_forced web
say "after $((SECONDS - from)) s"
eventually 300 "the next repair is held back" decided web HealBackOff
check "the service that does not ask for it is not touched" is_forced still 0

say "letting news through again"
news restore
from=$SECONDS
eventually 400 "web is well again" incident web closed
eventually 400 "and so is the other" incident still closed
say "after $((SECONDS - from)) s; web was repaired $(forced web) times"
check "no more repairs than may be" test "$(forced web)" -le 4
