#!/usr/bin/env bash
# Everything that can go wrong on a three-node Swarm, provoked for real: each is named rightly, told to an Alertmanager, and closed
# again after it was mended. Prints how many seconds each took from the moment it was provoked.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
. "$DROVER_ROOT/scripts/lib/incidents.sh"
e2e_begin
apt_install prometheus-alertmanager
DROVER_STATE=$E2E_WORK/state ensure_tokens

cleanup() { forget_swarm; }
evidence() { services_evidence; }

make_swarm_of_services
PORT=$(free_port)
start_health

# The update must not be through before the engine has told of the first end: on a busy machine that takes more than a second.
create --name works --replicas 2 --update-monitor 60s --update-failure-action pause "$image" /bin/busybox sleep 100000
all_well works

say "breaking services in five ways"
from=$EPOCHREALTIME
break_services
named "$from" NoSuitableNode homeless
named "$from" ImageMissing imageless
named "$from" CrashLoop crashing
named "$from" Unhealthy ailing
named "$from" RolloutPaused works
told_of_services

say "mending all five"
from=$EPOCHREALTIME
mend_services
services_mended "$from"

say "losing a manager"
from=$EPOCHREALTIME
private_swarm kill "$swarm" 3
named "$from" QuorumAtRisk 'the Swarm'
named "$from" NodeDown node3
none_more() { [ "$(ask "$PORT" /v1/health | jq .managers.mayFail)" = 0 ]; }
eventually 300 "none more may fail" none_more
eventually 300 "the node without an agent is known for it" quietly incident AgentMissing node2 open
from=$EPOCHREALTIME
private_swarm revive "$swarm" 3
within 300 "$from" "the node is back" incident NodeDown node3 closed
within 300 "$from" "the quorum is whole" incident QuorumAtRisk 'the Swarm' closed
all_named incidents
