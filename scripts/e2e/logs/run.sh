#!/usr/bin/env bash
# What a crash-looping task wrote last, fetched from another node than the one that is asked; for operators alone.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
e2e_begin
apt_install bsdextrautils
DROVER_STATE=$E2E_WORK/state ensure_tokens

swarm=$E2E_WORK/swarm
image=drover-test/busybox:1
cleanup() { [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"; }
docker_on() { node_docker "$swarm/node$1" "${@:2}"; }
drover() { DROVER_HEALTH_URL=http://127.0.0.1:$port DROVER_TOKEN_FILE=$DROVER_STATE/${role:-operator}.token "$DROVER_ROOT/scripts/drover" "$@"; }

say "making a Swarm of three managers"
mkdir -p "$swarm"
private_swarm start "$swarm" 3
for node in 1 2 3; do import_busybox "unix://$swarm/node$node/docker.sock" "$image"; done
port=$(free_port)
start_service health health "$port" "-DDOCKER_HOST=unix://$swarm/node1/docker.sock" -Ddrover.health.agents.addresses=http://127.0.0.1:1
# shellcheck disable=SC2016 # the dollar is for the task's shell
docker_on 1 service create --detach --quiet --no-resolve-image --name crashing --constraint node.hostname==node3 --restart-delay 2s "$image" \
  /bin/busybox sh -c 'for i in 1 2 3 4 5; do echo "line $i"; done; echo "can not open the database" >&2; exit 3' >/dev/null

told() { drover logs crashing --limit 3 | grep 'can not open the database' >/dev/null; }
eventually 600 "why it crashes, by the service's name" told
drover logs crashing --limit 3 >&2
# Of a task that has just begun there may be none yet.
three() { [ "$(drover logs crashing --limit 3 --json | jq '.lines | length')" = 3 ]; }
eventually 300 "no more lines than were asked for" three
stream() { [ "$(drover logs crashing --json | jq -r '[.lines[] | select(.text | startswith("can not")) | .stream][0]')" = stderr ]; }
eventually 300 "the stream of each line is known" stream
failed() { docker_on 1 service ps -q --no-trunc --filter desired-state=shutdown crashing | head -n 1; }
by_id() { drover logs "$(failed)" | grep 'line 5' >/dev/null; }
eventually 300 "the same by a task's id" by_id
viewer() { role=viewer drover logs crashing; }
not() { ! "$@" >/dev/null 2>&1; }
check "a viewer is refused" not viewer
unknown() { [ "$(drover logs nothing 2>&1 || true)" = "drover: there is no service named nothing, or none of its tasks ever had a container" ]; }
eventually 300 "an unknown service is named" unknown

say "losing the node that it runs on"
private_swarm kill "$swarm" 3
away() { drover logs crashing 2>&1 | grep -E "can't be had|the engine says" >/dev/null; }
eventually 300 "that the logs can't be had is said, not waited for" away
