#!/usr/bin/env bash
# Backups of a stack on a three-node Swarm, with the agents' own image on every node: PostgreSQL under pgbench's load, dumped by a
# hook; and stopped; Redis, stopped; a volume of odd files. Then the stack is removed, its volumes are destroyed, and all of it is
# restored on another node: rows, keys and files are the same. By hand, too, with tar, zstd and docker alone. As another stack
# beside the first. Moved. A flipped bit is found. At last everything is killed at random moments (DROVER_KILLS, 4; DROVER_SEED), and
# never is there half a backup, or a service that stays stopped.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
e2e_begin
apt_install attr acl perl zstd
DROVER_STATE=$E2E_WORK/state ensure_tokens
kills=${DROVER_KILLS:-4}
seed=${DROVER_SEED:-$RANDOM}

swarm=$E2E_WORK/swarm
store=$E2E_WORK/store
cleanup() {
  umount "$store" 2>/dev/null || true
  [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"
}
docker_on() { node_docker "$swarm/node$1" "${@:2}"; }
evidence() {
  docker_on 1 service ls
  docker_on 1 config ls
  docker_on 1 service ps --no-trunc shop_db shop_cache 2>/dev/null | head -n 20
  for node in 1 2 3; do
    printf '== agent of node %s\n' "$node"
    docker_on "$node" logs --tail 15 agent 2>&1
  done
}

say "making a Swarm of three nodes, with images on each"
mkdir -p "$swarm" "$store"
private_swarm start "$swarm" 3
docker_on 1 swarm update --dispatcher-heartbeat 10s >/dev/null
network=$(cat "$swarm/network")
DOCKER_HOST=unix://$swarm/node1/docker.sock service_image agent drover/agent:local >/dev/null
DOCKER_HOST=unix://$swarm/node1/docker.sock "$DROVER_ROOT/native/standins" postgres redis >/dev/null
import_busybox "unix://$swarm/node1/docker.sock" drover-test/busybox:1
for node in 2 3; do docker_on 1 save drover/agent:local drover-standin/postgres drover-standin/redis drover-test/busybox:1 | docker_on "$node" load >/dev/null; done

start_agent() {
  docker_on "$1" rm -f agent >/dev/null 2>&1 || true
  docker_on "$1" run -d --name agent --restart always --network host --user 0:0 --cap-drop ALL --cap-add SYS_PTRACE --cap-add DAC_OVERRIDE --read-only \
    --memory 192m --tmpfs /tmp -v "$swarm/node$1/docker.sock:/var/run/docker.sock" -v "$DROVER_STATE:/tokens:ro" -v /proc:/host/proc:ro \
    -e DROVER_TOKENS_AGENT_FILE=/tokens/agent.token -e DROVER_TOKENS_VIEWER_FILE=/tokens/viewer.token -e DROVER_AGENT_PROC_ROOT=/host/proc \
    -e DROVER_AGENT_MOVER_THREADS=1 -e DROVER_AGENT_MOVER_CPU_SHARES=4096 drover/agent:local >/dev/null
}
agent_answers() { curl -sf --max-time 30 -o /dev/null "http://198.18.$network.$((10 + $1)):9480/q/health/live"; }
for node in 1 2 3; do start_agent "$node"; done

port=$(free_port)
addresses=http://198.18.$network.11:9480,http://198.18.$network.12:9480,http://198.18.$network.13:9480
backup() {
  start_service backup "$1" "$port" "-Ddrover.backup.agents.addresses=$addresses" "-Ddrover.backup.agents.token-file=$DROVER_STATE/agent.token" \
    "-Ddrover.backup.store.folder=$store" "-DDOCKER_HOST=unix://$swarm/node1/docker.sock" -Ddrover.backup.run.recover-every=1s -Ddrover.backup.run.answer-within=5m \
    -Ddrover.lease.ttl=30s -Ddrover.lease.renew-every=1s -Ddrover.lease.act-for=25s "${@:2}"
}
acting() { [ "$(ask "$port" /v1/status | jq '[.leases[].acting] | any')" = true ]; }
drover() { DROVER_BACKUP_URL=http://127.0.0.1:$port DROVER_TOKEN_FILE=$DROVER_STATE/operator.token "$DROVER_ROOT/scripts/drover" "$@"; }
operator() { # METHOD PATH [BODY]
  curl -sS --max-time 60 -X "$1" -K <(printf 'header = "Authorization: Bearer %s"\n' "$(cat "$DROVER_STATE/operator.token")") \
    ${3:+-H 'Content-Type: application/json' -d "$3"} "http://127.0.0.1:$port$2"
}
run_over() { [ "$(ask "$port" "/v1/runs/$1" | jq -r '.stage | IN("done", "failed", "cancelled")')" = true ]; }
# back_up BODY: a run to its end; its view lands in view.
back_up() {
  local id
  view=$(operator POST /v1/runs "$1")
  id=$(jq -r '.id // empty' <<<"$view")
  [ -n "$id" ] || return 1
  until_true 600 run_over "$id" || return 1
  view=$(ask "$port" "/v1/runs/$id")
}
made() {
  if back_up "$1" && [ "$(jq -r .stage <<<"$view")" = "done" ]; then return 0; fi
  jq . <<<"$view" >&2
  return 1
}
backups() { find "$store" -name manifest.json -path '*/2*Z-*' | wc -l; }
# Nothing half made is a backup, and what is one is whole: all of its objects, and each with its digest.
store_is_sound() {
  local manifest folder
  while read -r manifest; do
    folder=${manifest%/*}
    jq -r '.objects[] | "\(.sha256)  \(.name)"' "$manifest" | (cd "$folder" && sha256sum --quiet -c -) || return 1
  done < <(find "$store" -name manifest.json -path '*/2*Z-*')
}
runs_on() { # SERVICE NODE
  docker_on 1 service ps --filter desired-state=running --format '{{.Node}} {{.CurrentState}}' "$1" 2>/dev/null | finds "^$2 Running"
}
replicas() { [ "$(docker_on 1 service inspect --format '{{.Spec.Mode.Replicated.Replicas}}' "$1")" = "$2" ]; }
container() { docker_on "$2" ps -q --filter "label=com.docker.swarm.service.name=$1" | head -n 1; }
in_db() { docker_on "$2" exec "$(container "$1" "$2")" "${@:3}"; }
sql() { in_db "$1" "$2" psql -U postgres -qAt -d "${4:-postgres}" -c "$3"; }
db_answers() { sql "$1" "$2" 'select 1' >/dev/null 2>&1; }
content() { printf '%s/node%s/data/volumes/%s/_data' "$swarm" "$1" "$2"; }
pause_orders() { docker_on 1 config ls --format '{{.Name}}' | grep -cE '^drover\.(order|stopped|restore)\.' || true; }
nothing_pending() { [ "$(pause_orders)" = 0 ]; }
# What the tables hold, as counts and digests.
tables() {
  local table
  for table in pgbench_accounts pgbench_branches pgbench_history pgbench_tellers; do
    sql "$1" "$2" "select '$table', count(*), md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from $table t" "$3"
  done
}

cat >"$E2E_WORK/shop.yml" <<'YML'
version: "3.9"
services:
  db:
    image: drover-standin/postgres
    environment: {POSTGRES_PASSWORD_FILE: /run/secrets/password, POSTGRES_HOST_AUTH_METHOD: trust}
    volumes: [data:/var/lib/postgresql/data]
    configs: [{source: motd, target: /etc/motd}]
    secrets: [password]
    networks: [back]
    deploy:
      endpoint_mode: dnsrr
      placement: {constraints: [node.hostname==node2]}
      labels:
        drover.backup.schedule: "0 3 1 1 *"
        drover.backup.before: "pg_dump -U postgres -Fc -f /var/lib/postgresql/data/dump.tmp postgres && mv /var/lib/postgresql/data/dump.tmp /var/lib/postgresql/data/dump"
        drover.backup.after: "rm -f /var/lib/postgresql/data/dump"
        drover.backup.timeout: 2m
  cache:
    image: drover-standin/redis
    command: [redis-server, --save, "3600 1", --dir, /data]
    volumes: [cache:/data]
    networks: [back]
    stop_grace_period: 5s
    deploy:
      endpoint_mode: dnsrr
      placement: {constraints: [node.hostname==node2]}
      labels:
        drover.backup.schedule: "0 3 1 1 *"
        drover.backup.stop: "true"
        drover.backup.order: "10"
  files:
    image: drover-test/busybox:1
    entrypoint: [/bin/busybox, sleep, "100000"]
    volumes: [odd:/odd]
    stop_grace_period: 1s
    deploy:
      endpoint_mode: dnsrr
      placement: {constraints: [node.hostname==node2]}
volumes: {data: {labels: {kept: "yes"}}, cache: {}, odd: {}}
networks: {back: {driver: overlay}}
configs: {motd: {file: ./motd}}
secrets: {password: {file: ./password}}
YML
printf 'hello from the stack\n' >"$E2E_WORK/motd"
printf 'secret\n' >"$E2E_WORK/password"
deploy() { docker_on 1 stack deploy --detach --resolve-image never -c "$E2E_WORK/shop.yml" shop >/dev/null; }
deploy
backup a
eventually 600 "backup acts" acting
for node in 1 2 3; do eventually 600 "the agent of node $node answers" agent_answers "$node"; done
eventually 300 "the database runs on node2" db_answers shop_db 2
eventually 300 "the cache runs there, too" runs_on shop_cache node2
in_db shop_db 2 pgbench -U postgres -i -s 1 -q postgres >/dev/null 2>&1
# shellcheck disable=SC2016 # the shell in the container reads them
in_db shop_cache 2 sh -c 'i=0; while [ $i -lt 2000 ]; do echo "SET key:$i value-$i"; i=$((i + 1)); done | redis-cli >/dev/null'
"$DROVER_ROOT/scripts/lib/odd-files" make "$(content 2 shop_odd)"
"$DROVER_ROOT/scripts/lib/odd-files" list "$(content 2 shop_odd)" >"$E2E_WORK/odd.before"

say "a backup under load: the database is dumped by its hook, the cache is stopped"
in_db shop_db 2 pgbench -U postgres -c 2 -R 40 -T 600 postgres >/dev/null 2>&1 &
E2E_CHILDREN+=("$!")
before=$(sql shop_db 2 'select count(*) from pgbench_history')
begun=$EPOCHREALTIME
check "a backup is made" made '{"stack":"shop"}'
say "it took $(jq -n --arg a "$begun" --arg b "$EPOCHREALTIME" '($b | tonumber) - ($a | tonumber) | . * 10 | round / 10') s: $(jq -c '[.volumes[] | {volume, bytes, archiveBytes}]' <<<"$view")"
first=$(jq -r .backup <<<"$view")
manifest=$store/shop/$first/manifest.json
check "load went on meanwhile" test "$(sql shop_db 2 'select count(*) from pgbench_history')" -gt "$before"
check "the hooks ran: $(jq -c '[.hooks[] | [.service, .phase, .exitCode]]' "$manifest")" jq -e '[.hooks[].exitCode] == [0, 0]' "$manifest" >/dev/null
eventually 600 "the cache is back" replicas shop_cache 1
eventually 300 "nothing is left to be done" nothing_pending
check "all is in the store, as the manifest says" store_is_sound
listed() { drover backups shop | finds "^shop *$1"; }
eventually 300 "the command line lists it" listed "$first"
check "read again it is good" drover backup verify shop "$first"
check "and shows it" finds 'volume *shop_data from node2' <(drover backup show shop "$first")
drover backup status
check "the dump is not left in the volume" test ! -e "$(content 2 shop_data)/dump"
check "specs are saved as the engine tells them" diff <(zstd -dc "$store/shop/$first/stack.json.zst" | jq -S '.services[] | select(.Spec.Name == "shop_db") | .Spec') \
  <(curl -sS --unix-socket "$swarm/node1/docker.sock" http://docker/services/shop_db | jq -S .Spec)
check "secrets by name, configs with data" jq -e '[.secrets[].Spec.Name] == ["shop_password"] and (.configs[0].Spec.Data | @base64d) == "hello from the stack\n"' <(zstd -dc "$store/shop/$first/stack.json.zst") >/dev/null

say "a before command that fails, fails the backup"
docker_on 1 service update --detach --label-add 'drover.backup.before=echo no space left; exit 3' shop_db >/dev/null
count=$(backups)
back_up '{"stack":"shop","services":["shop_db"]}' || true
check "it says so: $(jq -r .message <<<"$view")" jq -e '.stage == "failed" and (.message | test("ended with 3: no space left"))' <<<"$view" >/dev/null
check "there is no backup more" test "$(backups)" = "$count"

say "a backup of the stopped database"
docker_on 1 service update --detach --label-rm drover.backup.before --label-rm drover.backup.after --label-add drover.backup.stop=true --label-add drover.backup.order=20 shop_db >/dev/null
in_db shop_db 2 pkill pgbench >/dev/null 2>&1 || true
check "a backup is made" made '{"stack":"shop"}'
second=$(jq -r .backup <<<"$view")
eventually 300 "the database is back on node2" db_answers shop_db 2
tables shop_db 2 postgres >"$E2E_WORK/tables.before"
cat "$E2E_WORK/tables.before"
in_db shop_cache 2 redis-cli --raw eval 'local r = {} for i, k in ipairs(redis.call("keys", "*")) do r[i] = k .. "=" .. redis.call("get", k) end table.sort(r) return r' 0 >"$E2E_WORK/keys.before"
# The dump of the first backup, restored beside the database, is what has to come out of it again.
zstd -dc "$store/shop/$first/volumes/shop_data.tar.zst" | tar -xf - -C "$E2E_WORK" --wildcards '*dump'
docker_on 2 cp "$E2E_WORK/dump" "$(container shop_db 2):/tmp/dump"
in_db shop_db 2 sh -c 'psql -U postgres -qc "create database ref" && pg_restore -U postgres -d ref /tmp/dump'
tables shop_db 2 ref >"$E2E_WORK/dump.before"
rows() { awk -F'|' '{ total += $2 } END { print total }' "$1"; }

say "the stack is removed, its volumes are destroyed"
remove_stack() {
  docker_on 1 stack rm shop >/dev/null
  eventually 300 "its tasks are gone" no_tasks
  local node volume
  for node in 1 2 3; do
    docker_on "$node" container prune -f >/dev/null
    for volume in shop_data shop_cache shop_odd; do docker_on "$node" volume rm -f "$volume" >/dev/null 2>&1 || true; done
  done
  eventually 300 "its volumes are gone" no_volumes
  docker_on 1 secret create shop_password "$E2E_WORK/password" >/dev/null 2>&1 || true
}
no_tasks() { local node; for node in 1 2 3; do [ -z "$(docker_on "$node" ps -q --filter label=com.docker.stack.namespace=shop)" ] || return 1; done; }
no_volumes() { local node; for node in 1 2 3; do [ -z "$(docker_on "$node" volume ls -q --filter name=shop_)" ] || return 1; done; }
remove_stack
docker_on 1 secret rm shop_password >/dev/null
check "without its secret it is refused" finds 'secret shop_password' <(drover restore shop --backup "$second" 2>&1)
docker_on 1 secret create shop_password "$E2E_WORK/password" >/dev/null
elsewhere=(--node shop_data=node3 --node shop_cache=node3 --node shop_odd=node3)
drover restore shop --backup "$second" "${elsewhere[@]}" --plan
check "it is restored on node3" drover restore shop --backup "$second" "${elsewhere[@]}"
drover restores
eventually 300 "the database runs on node3" db_answers shop_db 3
tables shop_db 3 postgres >"$E2E_WORK/tables.after"
check "$(rows "$E2E_WORK/tables.after") rows with the same digests" diff "$E2E_WORK/tables.before" "$E2E_WORK/tables.after"
eventually 300 "the cache runs on node3" runs_on shop_cache node3
in_db shop_cache 3 redis-cli --raw eval 'local r = {} for i, k in ipairs(redis.call("keys", "*")) do r[i] = k .. "=" .. redis.call("get", k) end table.sort(r) return r' 0 >"$E2E_WORK/keys.after"
check "$(wc -l <"$E2E_WORK/keys.after") keys with the same values" diff "$E2E_WORK/keys.before" "$E2E_WORK/keys.after"
"$DROVER_ROOT/scripts/lib/odd-files" list "$(content 3 shop_odd)" >"$E2E_WORK/odd.after"
check "$(wc -l <"$E2E_WORK/odd.after") odd files are the same" diff "$E2E_WORK/odd.before" "$E2E_WORK/odd.after"
check "labels of volumes are kept" test "$(docker_on 3 volume inspect shop_data --format '{{.Labels.kept}}')" = yes
check "configs are there" test "$(in_db shop_db 3 cat /etc/motd)" = "hello from the stack"

say "beside it, as another stack, from the dump"
check "it is restored as copy" drover restore shop --backup "$first" --as copy --node shop_data=node1 --node shop_cache=node1 --node shop_odd=node1
eventually 300 "the copy's database runs on node1" db_answers copy_db 1
in_db copy_db 1 sh -c 'psql -U postgres -qc "create database ref" && pg_restore -U postgres -d ref /var/lib/postgresql/data/dump'
tables copy_db 1 ref >"$E2E_WORK/dump.after"
check "$(rows "$E2E_WORK/dump.after") rows of the dump with the same digests" diff "$E2E_WORK/dump.before" "$E2E_WORK/dump.after"
check "the first one was not touched" diff "$E2E_WORK/tables.before" <(tables shop_db 3 postgres)
docker_on 1 stack rm copy >/dev/null

say "a volume in use is not touched, a flipped bit is found"
check "in use: refused" finds 'VolumeInUse\|in use' <(drover restore shop --backup "$second" --volume shop_cache --replace --node shop_cache=node3 2>&1)
archive=$store/shop/$second/volumes/shop_odd.tar.zst
perl -e 'open(F, "+<", $ARGV[0]) or die; seek(F, -s F >> 1, 0); read(F, $b, 1); seek(F, -1, 1); print F chr(ord($b) ^ 1)' "$archive"
check "the bit is found by reading again" finds DAMAGED <(drover backup verify shop "$second" 2>&1)
check "and by restoring" finds -i 'sha-256\|damaged\|checksum\|zstd\|corrupt' <(drover restore shop --backup "$second" --as broken --volume shop_odd --node shop_odd=node1 2>&1)
perl -e 'open(F, "+<", $ARGV[0]) or die; seek(F, -s F >> 1, 0); read(F, $b, 1); seek(F, -1, 1); print F chr(ord($b) ^ 1)' "$archive"
check "flipped back all is sound" store_is_sound

say "by hand, with zstd, tar and docker alone"
docker_on 1 volume create byhand >/dev/null
zstd -dc "$archive" | tar -x --xattrs --xattrs-include='*' --numeric-owner -p -S -f - -C "$(content 1 byhand)"
"$DROVER_ROOT/scripts/lib/odd-files" list "$(content 1 byhand)" NO_SOCKETS >"$E2E_WORK/odd.byhand"
check "the files are the same" diff <("$DROVER_ROOT/scripts/lib/odd-files" list "$(content 3 shop_odd)" NO_SOCKETS) "$E2E_WORK/odd.byhand"

say "moving the cache's volume to node1"
drover move shop_cache --to node1 --plan
check "it moves" drover move shop_cache --to node1
eventually 300 "the cache runs on node1" runs_on shop_cache node1
check "with the same keys" diff "$E2E_WORK/keys.before" <(in_db shop_cache 1 redis-cli --raw eval 'local r = {} for i, k in ipairs(redis.call("keys", "*")) do r[i] = k .. "=" .. redis.call("get", k) end table.sort(r) return r' 0)
drover moves
check "the old copy is kept" test -n "$(docker_on 3 volume ls -q --filter name=shop_cache)"
drover move confirm shop_cache
check "until it is confirmed" test -z "$(docker_on 3 volume ls -q --filter name=shop_cache)"

say "$kills kills at random moments (seed $seed)"
RANDOM=$seed
declare -A tally=()
name=a
head -c 30000000 /dev/urandom >"$(content 1 shop_cache)/filler"
docker_on 1 service update --detach --label-add drover.backup.rate=80Mbps shop_cache >/dev/null
begun() {
  id=$(operator POST /v1/runs '{"stack":"shop","services":["shop_cache"]}' | jq -r '.id // empty')
  [ -n "$id" ]
}
no_movers() { [ -z "$(docker_on 1 ps -aq --filter label=io.drover.mover)" ]; }
no_drafts() { [ -z "$(find "$store" -name '.draft-*')" ]; }
cache_back() { replicas shop_cache 1 && runs_on shop_cache node1; }
for ((round = 1; round <= kills; round++)); do
  victims=(backup agent engine disk)
  victim=${victims[(round - 1) % 4]}
  wait_for=$((RANDOM % 5000))
  count=$(backups)
  if [ "$victim" = disk ]; then
    # Room for what is there, and for a part of what comes.
    mount -t tmpfs -o "size=$((5 + RANDOM % 20))m" tmpfs "$store"
    count=$(backups)
  fi
  until_true 300 begun || die "no run starts"
  sleep "$((wait_for / 1000)).$(printf '%03d' $((wait_for % 1000)))"
  case $victim in
    backup)
      end_service "$name"
      name=backup-$round
      backup "$name"
      until_true 600 acting || die "backup does not act again"
      ;;
    agent) docker_on 1 kill agent >/dev/null && docker_on 1 start agent >/dev/null ;;
    engine)
      private_swarm kill "$swarm" 1
      private_swarm revive "$swarm" 1
      docker_on 1 start agent >/dev/null 2>&1 || true
      until_true 600 acting || die "backup does not act again"
      ;;
    disk) until_true 300 run_over "$id" || die "the run does not end" ;;
  esac
  outcome="cut off"
  # A process that was killed knows nothing of it any more.
  if [ "$victim" != backup ]; then
    until_true 300 run_over "$id" || die "the run does not end"
    outcome=$(ask "$port" "/v1/runs/$id" | jq -r .stage)
  fi
  until_true 300 cache_back || die "after killing $victim the cache is not back: $(docker_on 1 service ps shop_cache)"
  until_true 300 nothing_pending || die "after killing $victim something is left to be done"
  store_is_sound || die "after killing $victim a backup is not whole"
  more=$(($(backups) - count))
  [ "$more" = "$([ "$outcome" = "done" ] && echo 1 || echo 0)" ] || [ "$outcome" = "cut off" ] || die "after killing $victim: outcome $outcome, $more backups more"
  until_true 300 no_movers || die "after killing $victim a mover is left"
  until_true 300 no_drafts || die "after killing $victim a draft is left"
  if [ "$victim" = disk ]; then until_true 300 umount "$store" || die "the full disk is in use"; fi
  until_true 300 agent_answers 1 || die "the agent does not answer again"
  tally[$victim, $outcome]=$((${tally[$victim, $outcome]:-0} + 1))
  say "round $round: $victim killed after $wait_for ms: run $outcome; the cache is back, the store is sound"
done
until_true 300 made '{"stack":"shop","services":["shop_cache"]}' || die "the next run does not work"
say "seen: the next run works, and $(backups) backups are whole"
for key in "${!tally[@]}"; do printf 'tally %s: %s\n' "$key" "${tally[$key]}"; done | sort

say "restored for a test each minute, and looked at by a command"
# shellcheck disable=SC2016 # the variable is that of the image
docker_on 1 service update --detach --label-add 'drover.backup.check=test -s "$PGDATA/PG_VERSION"' shop_db >/dev/null
end_service "$name"
backup tests '-Ddrover.backup.keep.test-schedule=* * * * *' -Ddrover.backup.keep.test-sample=10
eventually 600 "backup acts again" acting
tested() { ask "$port" /v1/backups | jq -e --arg result "$1" 'any(.backups[]; .restored.result == $result and any(.services[]; . == "shop_db"))'; }
eventually 300 "the command finds a database" tested good
docker_on 1 service update --detach --label-add 'drover.backup.check=echo nothing there; exit 3' shop_db >/dev/null
eventually 300 "where it fails, the backup is told to be damaged" tested damaged
docker_on 1 service update --detach --label-rm drover.backup.check shop_db >/dev/null
no_scratch() {
  local node
  ! docker_on 1 service ls --format '{{.Name}}' | finds '^drover-test-' || return 1
  for node in 1 2 3; do [ -z "$(docker_on "$node" volume ls -q --filter name=drover-test-)" ] || return 1; done
}
eventually 300 "no scratch volume and no scratch service is left" no_scratch

say "the whole Swarm by one call"
docker_on 1 service create --detach --name blog_web --label com.docker.stack.namespace=blog --no-resolve-image drover-test/busybox:1 \
  /bin/busybox sleep 100000 >/dev/null
check "every stack is backed up" finds '^all stacks are backed up: 2$' <(drover backup now --all)
check "each is listed" test "$(ask "$port" /v1/backups | jq -r '[.backups[].stack] | unique | join(" ")')" = "blog shop"
