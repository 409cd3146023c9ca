#!/usr/bin/env bash
# A stack is backed up in one Swarm and restored in another that shares nothing with it but the store; progress as server-sent events.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
e2e_begin
apt_install attr acl perl zstd
DROVER_STATE=$E2E_WORK/state ensure_tokens

swarm=$E2E_WORK/swarm
store=$E2E_WORK/store
cleanup() { [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"; }
docker_on() { node_docker "$swarm/node$1" "${@:2}"; }
evidence() {
  local node
  for node in 1 2; do
    docker_on "$node" service ls
    docker_on "$node" logs --tail 15 agent 2>&1
  done
}

say "making two Swarms of one node each"
mkdir -p "$swarm" "$store"
private_swarm apart "$swarm" 2
network=$(cat "$swarm/network")
DOCKER_HOST=unix://$swarm/node1/docker.sock service_image agent drover/agent:local >/dev/null
docker_on 1 save drover/agent:local | docker_on 2 load >/dev/null
declare -A PORT
for node in 1 2; do
  import_busybox "unix://$swarm/node$node/docker.sock" drover-test/busybox:1
  docker_on "$node" run -d --name agent --network host --user 0:0 --cap-drop ALL --cap-add SYS_PTRACE --cap-add DAC_OVERRIDE --read-only \
    --memory 192m --tmpfs /tmp -v "$swarm/node$node/docker.sock:/var/run/docker.sock" -v "$DROVER_STATE:/tokens:ro" -v /proc:/host/proc:ro \
    -e DROVER_TOKENS_AGENT_FILE=/tokens/agent.token -e DROVER_TOKENS_VIEWER_FILE=/tokens/viewer.token -e DROVER_AGENT_PROC_ROOT=/host/proc \
    -e DROVER_AGENT_MOVER_CPU_SHARES=4096 drover/agent:local >/dev/null
  PORT[$node]=$(free_port)
  start_service backup "backup$node" "${PORT[$node]}" "-Ddrover.backup.agents.addresses=http://198.18.$network.$((10 + node)):9480" \
    "-Ddrover.backup.agents.token-file=$DROVER_STATE/agent.token" "-Ddrover.backup.store.folder=$store" "-DDOCKER_HOST=unix://$swarm/node$node/docker.sock" \
    "-Ddrover.backup.store.read-only=$([ "$node" = 2 ] && echo true || echo false)" -Ddrover.backup.keep.refresh=2s -Ddrover.backup.run.answer-within=5m
done
# at NODE COMMAND...: the command line, for the backup service of one of the two.
at() { DROVER_BACKUP_URL=http://127.0.0.1:${PORT[$1]} DROVER_TOKEN_FILE=$DROVER_STATE/operator.token "$DROVER_ROOT/scripts/drover" "${@:2}"; }
acting() { [ "$(ask "${PORT[$1]}" /v1/status | jq '[.leases[].acting] | any')" = true ]; }
agent_answers() { curl -sf --max-time 30 -o /dev/null "http://198.18.$network.$((10 + $1)):9480/q/health/live"; }
content() { printf '%s/node%s/data/volumes/%s/_data' "$swarm" "$1" "$2"; }
container() { docker_on "$1" ps -q --filter "label=com.docker.swarm.service.name=$2" | head -n 1; }
runs() { [ -n "$(container "$1" "$2")" ]; }

cat >"$E2E_WORK/shop.yml" <<'YML'
version: "3.9"
services:
  files:
    image: drover-test/busybox:1
    entrypoint: [/bin/busybox, sleep, "100000"]
    volumes: [odd:/odd]
    configs: [{source: motd, target: /etc/motd}]
    secrets: [password]
    networks: [back]
    stop_grace_period: 1s
    deploy:
      endpoint_mode: dnsrr
      placement: {constraints: [node.hostname==node1]}
      labels: {kept: "yes"}
volumes: {odd: {labels: {kept: "yes"}}}
networks: {back: {driver: overlay}}
configs: {motd: {file: ./motd}}
secrets: {password: {file: ./password}}
YML
printf 'hello from the stack\n' >"$E2E_WORK/motd"
printf 'secret\n' >"$E2E_WORK/password"
docker_on 1 stack deploy --resolve-image never -c "$E2E_WORK/shop.yml" shop >/dev/null
for node in 1 2; do
  eventually 600 "backup $node acts" acting "$node"
  eventually 600 "the agent of node $node answers" agent_answers "$node"
done
eventually 300 "the stack runs" runs 1 shop_files
"$DROVER_ROOT/scripts/lib/odd-files" make "$(content 1 shop_odd)"
"$DROVER_ROOT/scripts/lib/odd-files" list "$(content 1 shop_odd)" >"$E2E_WORK/before"

say "a backup, watched as it goes"
curl -sN -K <(printf 'header = "Authorization: Bearer %s"\n' "$(cat "$DROVER_STATE/viewer.token")") \
  "http://127.0.0.1:${PORT[1]}/v1/runs/events" >"$E2E_WORK/events.log" 2>&1 &
E2E_CHILDREN+=("$!")
eventually 300 "events flow" finds '^data:' "$E2E_WORK/events.log"
at 1 backup now shop >"$E2E_WORK/now" || die "no backup was made: $(cat "$E2E_WORK/now")"
check "the command line tells its name" finds '^backed up as 2' "$E2E_WORK/now"
told() { sed -n 's/^data: *//p' "$E2E_WORK/events.log" | jq -es 'any(.[]; .run.stage? == "done")'; }
eventually 300 "events told of its end" told
check "and of what came before" test "$(sed -n 's/^data: *//p' "$E2E_WORK/events.log" | wc -l)" -gt 1

say "in the other Swarm"
listed() { at 2 backups shop | finds '^shop '; }
eventually 300 "the backup is known there" listed
name=$(ask "${PORT[2]}" '/v1/backups?stack=shop' | jq -r '.backups[0].name')
check "it has nothing of the stack" test -z "$(docker_on 2 service ls -q)$(docker_on 2 volume ls -q --filter name=shop_)$(docker_on 2 config ls -q --filter name=shop_)"
check "without its secret it is refused" finds 'secret shop_password' <(at 2 restore shop --backup "$name" --node shop_odd=node2 2>&1)
docker_on 2 secret create shop_password "$E2E_WORK/password" >/dev/null
check "with it, it is restored" at 2 restore shop --backup "$name" --node shop_odd=node2
eventually 300 "it runs there" runs 2 shop_files
"$DROVER_ROOT/scripts/lib/odd-files" list "$(content 2 shop_odd)" >"$E2E_WORK/after"
check "$(wc -l <"$E2E_WORK/after") odd files are the same" diff "$E2E_WORK/before" "$E2E_WORK/after"
check "the config, too" test "$(docker_on 2 exec "$(container 2 shop_files)" /bin/busybox cat /etc/motd)" = "hello from the stack"
check "and the labels" test "$(docker_on 2 service inspect --format '{{.Spec.Labels.kept}}' shop_files) $(docker_on 2 volume inspect --format '{{.Labels.kept}}' shop_odd)" = "yes yes"
check "the first Swarm was not touched" runs 1 shop_files
