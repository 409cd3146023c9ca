#!/usr/bin/env bash
# Alerts that rest on what other services tell: a quota that is used up, as placement itself tells it; an overdue backup, as a stand-in
# tells it that answers as the backup service's contract says. While they are silent nothing begins to fire, and what fires goes on.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
e2e_begin
DROVER_STATE=$E2E_WORK/state ensure_tokens

swarm=$E2E_WORK/swarm
policies=$E2E_WORK/policies
cleanup() { [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"; }
evidence() { ask "$port" /v1/alerts | jq -c '.[] | {labels, state, annotations}' || true; }
mkdir -p "$swarm" "$policies" "$E2E_WORK/backup/v1/backups"
private_swarm start "$swarm" 1
docker_host=unix://$swarm/node1/docker.sock
import_busybox "$docker_host" drover-test/busybox:1
cat >"$policies/shop.yaml" <<'QUOTA'
apiVersion: v1
kind: ResourceQuota
metadata: {name: small, namespace: shop}
spec: {hard: {pods: "2"}}
QUOTA
backup() { printf '{"services":[{"service":"shop_db","schedule":"0 3 * * *","state":"%s","reason":"%s"}]}' "$1" "$2" >"$E2E_WORK/backup/v1/backups/status"; }
backup ok ''
backup_port=$(free_port)
serve_backup() {
  busybox httpd -f -p "127.0.0.1:$backup_port" -h "$E2E_WORK/backup" >>"$E2E_WORK/backup.log" 2>&1 &
  PID_OF[backup]=$!
  E2E_CHILDREN+=("$!")
}
serve_backup

placement_port=$(free_port)
start_placement() {
  start_service placement placement "$placement_port" "-DDOCKER_HOST=$docker_host" "-Ddrover.policies=$policies" -Ddrover.placement.agents.addresses=http://127.0.0.1:9
}
start_placement
port=$(free_port)
start_service health health "$port" "-DDOCKER_HOST=$docker_host" -Ddrover.health.agents.addresses=http://127.0.0.1:9 \
  "-Ddrover.incidents.placement=http://127.0.0.1:$placement_port" "-Ddrover.incidents.backup=http://127.0.0.1:$backup_port" \
  "-Ddrover.incidents.placement-token-file=$DROVER_STATE/viewer.token"
node_docker "$swarm/node1" service create --detach --quiet --no-resolve-image --name shop_app --replicas 1 --label com.docker.stack.namespace=shop \
  drover-test/busybox:1 /bin/busybox sleep 100000 >/dev/null

alert() { ask "$port" /v1/alerts | jq -e --arg name "$1" --arg state "$2" 'any(.[]; .labels.alertname == $name and .state == $state)' >/dev/null; }
none() { ask "$port" /v1/alerts | jq -e --arg name "$1" 'all(.[]; .labels.alertname != $name)' >/dev/null; }
hears() { ask "$port" /v1/health | jq -e '.missing | all(.[]; startswith("quotas") or startswith("backups") | not)' >/dev/null; }
misses() { ask "$port" /v1/health | jq -e --arg what "$1" 'any(.missing[]; startswith($what + ": nobody answers at"))' >/dev/null; }
eventually 600 "health hears of both" hears
check "no quota is used up" none QuotaFull
check "no backup is overdue" none BackupOverdue

node_docker "$swarm/node1" service scale --detach shop_app=2 >/dev/null
backup missed 'the window was closed'
eventually 300 "the quota is used up" alert QuotaFull firing
ask "$port" /v1/alerts | jq -r '.[] | select(.state == "firing") | "  \(.labels.alertname): \(.annotations.description)"' >&2
eventually 300 "the backup is overdue" alert BackupOverdue firing
reason() { ask "$port" /v1/alerts | jq -e 'any(.[]; .annotations.description == "the backup of shop_db is overdue: the window was closed")' >/dev/null; }
eventually 300 "with its reason" reason

say "both fall silent"
end_service placement
end_service backup
eventually 300 "that quotas are not known is told" misses quotas
eventually 300 "that backups are not known is told" misses backups
check "the quota's alert goes on" alert QuotaFull firing
check "the backup's alert goes on" alert BackupOverdue firing
node_docker "$swarm/node1" service scale --detach shop_app=1 >/dev/null
backup ok ''
start_placement
serve_backup
eventually 600 "the quota has room again" alert QuotaFull resolved
eventually 600 "the backup was made" alert BackupOverdue resolved
