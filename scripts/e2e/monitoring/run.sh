#!/usr/bin/env bash
# The suite with swarm/monitoring.yml on a Swarm of a manager and a worker: Prometheus finds all of it by the Swarm itself, every
# expression of every dashboard returns data, every rule evaluates, alerts reach the Alertmanager. Grafana is left out (0 replicas):
# it can't be made of what this machine has; ShippedDashboardsTest holds its files to its schema. With --alerts also the time lines
# of the reference document's three alerts, in Prometheus and by the built-in rules, side by side: 15 minutes more.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
. "$DROVER_ROOT/scripts/lib/prometheus.sh"
. "$DROVER_ROOT/native/rootfs.sh"
here=$(dirname "$0")
case ${1:-} in
  '' | --alerts) ;;
  *) die "usage: scripts/e2e/monitoring/run.sh [--alerts]" ;;
esac
e2e_begin
apt_install prometheus prometheus-alertmanager haproxy postgresql
ensure_tokens
for password in database grafana; do printf '%s' "$password" >"$DROVER_STATE/$password.password"; done

swarm=$E2E_WORK/swarm
cleanup() { [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"; }
docker_on() { node_docker "$swarm/node$1" "${@:2}"; }
evidence() {
  docker_on 1 service ls
  docker_on 1 stack ps --no-trunc --format '{{.Name}} {{.Node}} {{.CurrentState}} {{.Error}}' drover
  for service in $(docker_on 1 stack services --format '{{.Name}}' drover); do
    printf '== %s\n' "$service"
    docker_on 1 service logs --raw --tail 15 "$service" 2>&1 | cut -c 1-300
  done
  targets | jq -r '.data.activeTargets[] | "\(.labels.job) \(.scrapeUrl) \(.health) \(.lastError)"'
}

say "making a Swarm of a manager and a worker"
mkdir -p "$swarm"
private_swarm start "$swarm" 2
docker_on 1 node demote node2 >/dev/null
# The same path on both nodes, each of which has its own /run/docker.
for node in 1 2; do ln "$swarm/node$node/docker.sock" "$swarm/node$node/run/engine.sock"; done

say "making images: one for all services, PostgreSQL and HAProxy, with this machine's programs bound into it; the stand-ins"
root=$E2E_WORK/root
skeleton "$root"
put_busybox "$root"
rm -rf "${root:?}"/{usr,lib,lib64}
mkdir -p "$root"/{app,java,usr,var/lib/drover,var/lib/postgresql/data}
ln -s usr/lib "$root/lib"
ln -s usr/lib64 "$root/lib64"
printf 'postgres:x:999:999:postgres:/:/bin/sh\n' >>"$root/etc/passwd"
cp "$DROVER_ROOT/swarm/standins/postgres/docker-entrypoint.sh" "$root/bin/"
sed 's|stats socket .*|stats socket ipv4@*:9999 level admin|' "$here/../routes/haproxy.cfg" >"$root/etc/haproxy.cfg"
chown 65532:65532 "$root/var/lib/drover"
chown -R 999:999 "$root/var/lib/postgresql"
for node in 1 2; do tar -C "$root" -c . | docker_on "$node" import --change 'ENV PATH=/bin' - drover-test/bare:1 >/dev/null; done
DOCKER_HOST=unix://$swarm/node1/docker.sock "$DROVER_ROOT/native/standins" prometheus alertmanager

# What this case adds to the stack: the applications in the images, a quota, ports to look through.
deployed=()
{
  printf 'version: "3.9"\nservices:\n'
  for service in "${DROVER_SERVICES[@]}"; do
    grep -q "^  $service:" "$DROVER_ROOT/swarm/drover.yml" || continue
    launch_of "$service"
    if native_artefacts; then
      app=${LAUNCH[0]%/*}
      entrypoint="/app/${LAUNCH[0]##*/}, ${LAUNCH[1]}"
    else
      app=${LAUNCH_END[1]%/*}
      entrypoint="/java/bin/java, -XX:+UseSerialGC, -Xmx48m, -Xss512k, -XX:TieredStopAtLevel=1, -jar, /app/quarkus-run.jar"
    fi
    deployed+=("$service")
    printf '  %s:\n    volumes:\n' "$service"
    printf '      - {type: bind, source: "%s", target: %s, read_only: true}\n' "$app" /app "$JAVA_HOME" /java /usr /usr
    # The shipped images bring what the JVM learnt in a training run; these don't, and start on a busy machine for minutes.
    # Their health check's command is their own, too.
    printf '    healthcheck: {test: [CMD, /bin/wget, -q, -O, /dev/null, "http://127.0.0.1:%s/q/health/live"], start_period: 900s}\n' "${DROVER_PORTS[$service]}"
    printf '    deploy: {resources: {limits: {cpus: "1.5"}}}\n'
    printf '    working_dir: /app\n    entrypoint: [%s]\n' "$entrypoint"
    [ "$service" != placement ] || printf '    configs: [{source: quota, target: /etc/drover/policies/quota.yaml}]\n'
  done
  postgres=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  printf '  database:\n    user: "999:999"\n    entrypoint: [/bin/docker-entrypoint.sh]\n    environment: {PATH: "%s:/bin"}\n' "$postgres"
  printf '    healthcheck: {start_period: 900s}\n    volumes: [{type: bind, source: /usr, target: /usr, read_only: true}]\n'
  printf '  prometheus:\n    ports: [{target: 9090, published: 9090, mode: host}]\n'
  printf '  alertmanager:\n    ports: [{target: 9093, published: 9093, mode: host}]\n'
  printf 'configs: {quota: {file: "%s/quota.yaml"}}\n' "$E2E_WORK"
} >"$E2E_WORK/case.yml"
cat >"$E2E_WORK/quota.yaml" <<'YAML'
apiVersion: v1
kind: ResourceQuota
metadata: {name: most, namespace: medianest}
spec: {hard: {pods: "5", limits.cpu: "4", limits.memory: 1Gi}}
YAML

say "deploying the suite with its monitoring"
docker_on 1 network create --driver overlay front >/dev/null
docker_on 1 service create --quiet --detach --name haproxy --network front --endpoint-mode dnsrr --no-resolve-image \
  --mount type=bind,src=/usr,dst=/usr,readonly drover-test/bare:1 /usr/sbin/haproxy -W -f /etc/haproxy.cfg >/dev/null
deploy() { docker_on 1 stack deploy --resolve-image never "$@" >"$E2E_WORK/deploy.log" 2>&1; }
for service in "${deployed[@]}"; do export "DROVER_${service^^}_IMAGE=drover-test/bare:1"; done
DROVER_DATABASE_IMAGE=drover-test/bare:1 DROVER_PROMETHEUS_IMAGE=drover-standin/prometheus DROVER_ALERTMANAGER_IMAGE=drover-standin/alertmanager \
  DROVER_GRAFANA_REPLICAS=0 DROVER_DOCKER_SOCKET=/run/docker/engine.sock DROVER_DOCKER_GROUP=$(stat -c %g "$swarm/node1/docker.sock") \
  deploy -c "$DROVER_ROOT/swarm/drover.yml" -c "$DROVER_ROOT/swarm/drover-routes.yml" -c "$DROVER_ROOT/swarm/monitoring.yml" -c "$E2E_WORK/case.yml" drover
# Something to look at: one service that scaling brings from one task to two, one that is only observed, one that finds no node.
deploy -c "$here/medianest.yml" medianest

node1=198.18.$(cat "$swarm/network").11
PROMETHEUS=http://$node1:9090
targets() { curl -sS --max-time 30 "$PROMETHEUS/api/v1/targets?state=active"; }
# scraped JOB COUNT: whether so many targets of a job are up, and no other one of it.
scraped() { targets | jq -e --arg job "$1" --argjson count "$2" '[.data.activeTargets[] | select(.labels.job == $job) | .health] | length == $count and all(. == "up")'; }
eventually 600 "Prometheus scrapes the agents of both nodes" scraped drover-agent 2
for service in "${deployed[@]}"; do
  [ "$service" = agent ] || eventually 600 "it scrapes $service" scraped "drover-$service" 1
done
eventually 300 "it scrapes the Alertmanager" scraped alertmanager 1
only_these() { [ "$(targets | jq '.data.activeTargets | length')" = $((${#deployed[@]} + 3)) ]; }
eventually 300 "it found nothing else" only_these
at_home() { targets | jq -e '[.data.activeTargets[] | select(.labels.job == "drover-agent") | .labels.node] | sort == ["node1", "node2"]' >/dev/null; }
eventually 300 "an agent's series bear its node's name" at_home

if [ -n "${1:-}" ]; then
  # Now, since the first of the three takes twelve minutes.
  say "provoking the three alerts of the reference document"
  deploy -c "$here/alerts.yml" load
fi
check_dashboards "$DROVER_ROOT"/swarm/grafana/dashboards/*.json
check_rules "$DROVER_ROOT"/swarm/prometheus/{alerts,backup.rules,compute.rules,medianest.rules}.yml
# Nothing was backed up here yet, so there are not all series of backups.
check_rule_metrics "$DROVER_ROOT"/swarm/prometheus/{alerts,compute.rules}.yml
told() { curl -sS --max-time 30 "http://$node1:9093/api/v2/alerts" | jq -e 'any(.[]; .labels.alertname == "QuotaFull" and .labels.stack == "medianest")'; }
eventually 300 "the Alertmanager knows that the quota is full" told

[ -z "${1:-}" ] || . "$here/alerts.sh"
