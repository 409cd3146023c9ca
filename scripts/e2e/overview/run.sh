#!/usr/bin/env bash
# The whole suite in one answer: what is up, what is silent and since when, what is not deployed; and `drover status` while health is
# away.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
e2e_begin
DROVER_STATE=$E2E_WORK/state ensure_tokens

swarm=$E2E_WORK/swarm
cleanup() { [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"; }
evidence() { drover status --json || true; }
drover() {
  DROVER_HEALTH_URL=http://127.0.0.1:$health_port DROVER_URL=http://127.0.0.1:$scaling_port DROVER_PLACEMENT_URL=http://127.0.0.1:1 \
    DROVER_BACKUP_URL=http://127.0.0.1:1 DROVER_TOKEN_FILE=$DROVER_STATE/viewer.token "$DROVER_ROOT/scripts/drover" "$@"
}

mkdir -p "$swarm"
private_swarm start "$swarm" 1
docker_host=unix://$swarm/node1/docker.sock
agent_port=$(free_port)
start_service agent agent "$agent_port" "-DDOCKER_HOST=$docker_host"
scaling_port=$(free_port)
agents=(-Ddrover.scaling.agents.addresses="http://127.0.0.1:$agent_port" -Ddrover.scaling.agents.token-file="$DROVER_STATE/agent.token")
start_service scaling scaling "$scaling_port" "-DDOCKER_HOST=$docker_host" "${agents[@]}"
health_port=$(free_port)
# Placement has an address, and nobody there; backup has the name of a service that the Swarm does not have.
start_service health health "$health_port" "-DDOCKER_HOST=$docker_host" "-Ddrover.health.agents.addresses=http://127.0.0.1:$agent_port" \
  "-Ddrover.health.agents.token-file=$DROVER_STATE/agent.token" "-Ddrover.overview.token-file=$DROVER_STATE/viewer.token" \
  "-Ddrover.overview.scaling=http://127.0.0.1:$scaling_port" -Ddrover.overview.placement=http://127.0.0.1:1 -Ddrover.overview.backup=http://backup:9484

is() { drover status --json 2>/dev/null | jq -e --arg service "$1" --arg state "$2" 'any(.services[]; .service == $service and .state == $state)' >/dev/null; }
any_of() { is "$1" "$2" || is "$1" "$3"; }
whole() { drover status --json 2>/dev/null | jq -e '.agents.answering == 1 and .agents.nodes == 1 and .swarm.managers.total == 1' >/dev/null; }
eventually 600 "scaling answers" any_of scaling up degraded
eventually 300 "the Swarm and its one agent are told of" whole
eventually 300 "placement is silent" is placement unreachable
eventually 300 "backup is not deployed" is backup absent
eventually 300 "failover is not deployed" is failover absent
drover status >&2

say "killing scaling"
end_service scaling
eventually 300 "scaling is silent" is scaling unreachable
aged() { drover status --json 2>/dev/null | jq -e '.services[] | select(.service == "scaling") | .ageSeconds >= 2 and .mode == "enforce" and (.leases | length) > 0' >/dev/null; }
eventually 300 "it is shown as it was, with the age of that" aged
alone() { drover status 2>/dev/null | grep 'it failed again and again' >/dev/null; }
eventually 300 "it is left alone for a while" alone
start_service scaling scaling "$scaling_port" "-DDOCKER_HOST=$docker_host" "${agents[@]}"
eventually 600 "it is back" any_of scaling up degraded

say "killing health"
end_service health
word() { drover status 2>&1 | grep 'health does not say how the suite is' >/dev/null; }
eventually 300 "that health is away is said" word
eventually 300 "the other services are asked all the same" any_of scaling up degraded
eventually 300 "the answer for scripts keeps its form" is health unreachable
drover status >&2
end_service scaling
nothing() { ! drover status >/dev/null 2>&1; }
check "with nothing in reach it is an error" nothing
