#!/usr/bin/env bash
# Quotas on a three-node Swarm: the reference document's ResourceQuota and LimitRange as they are, and a small quota that bites. A service
# that wants more tasks gets as many as its quota admits, a change from outside that breaks a quota is told, and with strict it goes back.
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
docker_on() { node_docker "$swarm/node$1" "${@:2}"; }

# They need no engine to start, and take their time beside the making of the Swarm.
mkdir -p "$swarm" "$policies"
placement_port=$(free_port)
scaling_port=$(free_port)
start() {
  start_service "$1" "$1" "$2" "-Ddrover.$1.agents.addresses=http://127.0.0.1:9" "-Ddrover.$1.period=1s" \
    "-DDOCKER_HOST=unix://$swarm/node1/docker.sock" "-Ddrover.policies=$policies"
}
start placement "$placement_port"
start scaling "$scaling_port"

say "making a Swarm of three nodes"
private_swarm start "$swarm" 3
for node in 1 2 3; do
  tar -C / --transform 's|.*/busybox|bin/busybox|' -c "$(command -v busybox | cut -c 2-)" | docker_on "$node" import - drover-test/busybox:1 >/dev/null
done

cp "$DROVER_ROOT"/src/manifests/src/test/resources/reference/{resource-quota,limit-range}.yaml "$policies/"
# The same for another stack, so small that it bites: with and without strict.
for stack in shop:strict blog:report; do
  cat >"$policies/${stack%:*}.yaml" <<QUOTA
apiVersion: v1
kind: ResourceQuota
metadata:
  name: small
  namespace: ${stack%:*}
  annotations: {drover.io/quota: ${stack#*:}}
spec:
  hard: {limits.cpu: "2", limits.memory: 128Mi, pods: "4", services: "2"}
QUOTA
done

# new_service NAME REPLICAS OPTION...: of the stack that its name begins with; a task has half a core and 32 MiB.
new_service() {
  local name=$1 replicas=$2
  shift 2
  docker_on 1 service create --detach --no-resolve-image --name "$name" --replicas "$replicas" --label "com.docker.stack.namespace=${name%%_*}" "$@" \
    drover-test/busybox:1 /bin/busybox sleep 100000 >/dev/null
}
small() { new_service "$@" --limit-cpu 0.5 --limit-memory 32M; }

knows() { ask "$scaling_port" "/v1/services/$1" | jq -e '.service != null'; }
acting() { [ "$(ask "$1" /v1/status | jq '[.leases[].acting] | any')" = true ]; }
quota() { ask "$placement_port" /v1/quotas | jq -e ".stacks[] | select(.stack == \"$1\") | $2"; }
line() { quota "$1" ".quotas[0].resources[] | select(.resource == \"$2\") | $3"; }
replicas() { docker_on 1 service inspect --format '{{.Spec.Mode.Replicated.Replicas}}' "$1"; }
has() { [ "$(replicas "$1")" = "$2" ]; }
said() { ask "$1" "/v1/decisions?service=$2" | jq -er '.decisions[].summary' | finds "$3"; }

eventually 600 "placement acts" acting "$placement_port"
eventually 600 "scaling acts" acting "$scaling_port"

say "the reference document's quota, as it is"
new_service medianest_app 2 --mount type=volume,source=medianest_data,target=/data
new_service medianest_pg 1 --limit-cpu 2 --limit-memory 16G --reserve-cpu 0.2 --reserve-memory 64M --mount type=volume,source=medianest_pg,target=/pg
printf 's\n' >"$E2E_WORK/content"
docker_on 1 secret create --label com.docker.stack.namespace=medianest medianest_password "$E2E_WORK/content" >/dev/null
docker_on 1 config create --label com.docker.stack.namespace=medianest medianest_settings "$E2E_WORK/content" >/dev/null
# Two tasks without amounts have those of the LimitRange: half a core of 1, and 1Gi of 2Gi each.
used() { quota medianest '[.quotas[0].resources[] | "\(.resource)=\(.used)/\(.hard)"] | join(" ")'; }
counted() {
  [ "$(used)" = '"requests.cpu=1200m/20 requests.memory=2112Mi/64Gi limits.cpu=4/40 limits.memory=20Gi/128Gi pods=3/50 services=2/10 persistentvolumeclaims=2/20 secrets=1/20 configmaps=1/20"' ]
}
eventually 300 "used and hard are counted to the unit" counted
say "$(used)"
shown() { [ "$(ask "$placement_port" /v1/policies | jq -r '.limits[0].volumes.default')" = 10Gi ]; }
eventually 300 "the LimitRange is shown with its volume default" shown

say "a service that wants more gets as many as the quota admits"
small shop_web 1 --label drover.scale.min=1 --label drover.scale.max=9 --label drover.scale.cpu=70%
small shop_api 1
eventually 300 "both are counted" line shop pods '.used == "2"'
# An order for a service that scaling has not looked at yet is refused.
eventually 300 "scaling knows shop_web" knows shop_web
wanted() { DROVER_URL=http://127.0.0.1:$scaling_port "$DROVER_ROOT/scripts/drover" scale shop_web 9 --for 1h "a campaign"; }
eventually 300 "the order is taken" wanted
eventually 300 "shop_web wanted 9 tasks and got 3" has shop_web 3
eventually 300 "the decision says which quota" said "$scaling_port" shop_web "limited from 9 to 3 tasks by quota small of stack shop"

drover_placement() { DROVER_PLACEMENT_URL=http://127.0.0.1:$placement_port "$DROVER_ROOT/scripts/drover" "$@"; }
what_if() { drover_placement quotas fit shop_web 8 | finds 'limits.cpu: 4500m of 2, 2500m too much'; }
eventually 300 "what-if tells what would be too much, and by how much" what_if

say "a change from outside goes back where the quota is strict"
before=$(docker_on 1 service inspect --format '{{json .Spec}}' shop_api)
docker_on 1 service scale --detach shop_api=3 >/dev/null
eventually 300 "shop_api is back at its one task" has shop_api 1
check "it has the spec that it had, to the byte" test "$(docker_on 1 service inspect --format '{{json .Spec}}' shop_api)" = "$before"
eventually 300 "the decision says why" said "$placement_port" shop_api "give shop_api back what it had"
check "what Drover scaled stayed" has shop_web 3
docker_on 1 service update --detach --limit-memory 100M shop_api >/dev/null
back() { [ "$(docker_on 1 service inspect --format '{{.Spec.TaskTemplate.Resources.Limits.MemoryBytes}}' shop_api)" = 33554432 ]; }
eventually 600 "a larger memory limit went back too, once its rollout was over" back
small shop_more 2
eventually 300 "a service too many has no tasks" has shop_more 0

say "so does one that nobody was there to see"
end_service placement
docker_on 1 service scale --detach shop_api=4 >/dev/null
start placement "$placement_port"
eventually 600 "shop_api is back at what it had before, as the engine knows it" has shop_api 1
check "what Drover scaled stayed then, too" has shop_web 3

say "without strict it is told and stays"
small blog_web 2
eventually 300 "blog is within its quota" line blog pods '.state == "within"'
docker_on 1 service scale --detach blog_web=6 >/dev/null
eventually 300 "blog_web is told" said "$placement_port" blog_web "its last change breaks the stack's quota: limits.cpu 3 of 2 (blog_web 3)"
in_status() { ask "$placement_port" /v1/status | jq -er '.missing[]' | finds 'stack blog: '; }
in_metrics() { ask "$placement_port" /q/metrics | finds '^drover_quota_exceeded{.*stack="blog".*} 3'; }
eventually 300 "the status tells it" in_status
eventually 300 "so do the metrics" in_metrics
check "blog_web has its six tasks" has blog_web 6
drover_placement quotas blog
