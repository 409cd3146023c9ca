#!/usr/bin/env bash
# Volumes through agents on a two-node Swarm, agents and movers of the agent's own image: a volume with files of every odd kind goes
# out of one node and into a volume of the other, compared entry by entry; a mover and an agent are killed in the middle; a large
# volume shows what a mover needs of memory.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
e2e_begin
apt_install attr acl perl zstd
DROVER_STATE=$E2E_WORK/state ensure_tokens

swarm=$E2E_WORK/swarm
cleanup() { [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"; }
docker_on() { node_docker "$swarm/node$1" "${@:2}"; }
evidence() {
  for node in 1 2; do
    printf '== agent of node %s\n' "$node"
    docker_on "$node" logs --tail 30 agent 2>&1
    docker_on "$node" ps -a
  done
}

say "making a Swarm of two nodes with the agent's image on each"
mkdir -p "$swarm"
private_swarm start "$swarm" 2
DOCKER_HOST=unix://$swarm/node1/docker.sock service_image agent drover/agent:local >/dev/null
docker_on 1 save drover/agent:local | docker_on 2 load >/dev/null
for node in 1 2; do import_busybox "unix://$swarm/node$node/docker.sock" drover-test/busybox:1; done
network=$(cat "$swarm/network")

start_agent() {
  docker_on "$1" run -d --name agent --network host --user 0:0 --cap-drop ALL --cap-add SYS_PTRACE --cap-add DAC_OVERRIDE --read-only \
    --memory 160m --tmpfs /tmp -v "$swarm/node$1/docker.sock:/var/run/docker.sock" -v "$DROVER_STATE:/tokens:ro" -v /proc:/host/proc:ro \
    -e DROVER_TOKENS_AGENT_FILE=/tokens/agent.token -e DROVER_TOKENS_VIEWER_FILE=/tokens/viewer.token -e DROVER_AGENT_PROC_ROOT=/host/proc \
    "${agent_options[@]}" drover/agent:local >/dev/null
}
# The machine of a test is busy; a mover that yields would wait for long.
agent_options=(-e DROVER_AGENT_MOVER_CPU_SHARES=4096 -e QUARKUS_HTTP_READ_TIMEOUT=20S)
# request NODE METHOD PATH [CURL-OPTION...]: a request to a node's agent, by the process itself: in the background it is the request
# that $! names, and whose end ends the connection.
request() {
  local node=$1 method=$2 path=$3
  shift 3
  exec curl -sS -X "$method" -K <(printf 'header = "Authorization: Bearer %s"\n' "$(cat "$DROVER_STATE/agent.token")") "$@" \
    "http://198.18.$network.$((10 + node)):9480$path"
}
call() { (request "$@"); }
status() { call "$@" -o "$E2E_WORK/answer" -w '%{http_code}'; }
is_ready() { [ "$(status "$1" GET /q/health/live)" = 200 ]; }
# demux ARCHIVE RECORDS: takes Docker's frames apart.
demux() {
  perl -e 'open(A, ">", $ARGV[0]); open(R, ">", $ARGV[1]); binmode STDIN;
    while (read(STDIN, $h, 8) == 8) { ($s, $n) = unpack("Cx3N", $h); read(STDIN, $b, $n) == $n or last; print { $s == 1 ? *A : *R } $b }' "$1" "$2"
}
content() { printf '%s/node%s/data/volumes/%s/_data' "$swarm" "$1" "$2"; }
movers() { docker_on "$1" ps -aq --filter label=io.drover.mover; }
no_movers() { [ -z "$(movers "$1")" ]; }
# A mover's container runs before the mover reads.
has_begun() { [ -s "$1" ]; }
mover_runs() { [ -n "$(docker_on "$1" ps -q --filter label=io.drover.mover)" ]; }

for node in 1 2; do start_agent "$node"; done
for node in 1 2; do eventually 600 "the agent of node $node answers" is_ready "$node"; done

say "a volume with files of every odd kind"
docker_on 1 volume create odd >/dev/null
"$DROVER_ROOT/scripts/lib/odd-files" make "$(content 1 odd)"
chown 999:998 "$(content 1 odd)" && chmod 2710 "$(content 1 odd)"
"$DROVER_ROOT/scripts/lib/odd-files" list "$(content 1 odd)" >"$E2E_WORK/before"
call 1 GET /v1/volumes/odd/archive | demux "$E2E_WORK/odd.tar.zst" "$E2E_WORK/odd.records"
check "the stream ends with its end" jq -se '.[-1].end.entries > 1000' "$E2E_WORK/odd.records"
check "the archive's digest is the one that was told" test "$(jq -rs '.[-1].end.archiveSha256' "$E2E_WORK/odd.records")" = \
  "$(sha256sum <"$E2E_WORK/odd.tar.zst" | cut -d' ' -f1)"
check "nothing was missed or changed" jq -se '.[-1].end | .missed == 0 and .changed == 0' "$E2E_WORK/odd.records"
check "the volume is made on the other node" test "$(status 2 POST /v1/volumes -H 'Content-Type: application/json' \
  -d '{"name":"odd","driver":"local","options":{},"labels":{"made":"by-the-case"}}')" = 201
check "made again, it is the same" test "$(status 2 POST /v1/volumes -H 'Content-Type: application/json' \
  -d '{"name":"odd","driver":"local","options":{},"labels":{"made":"by-the-case"}}')" = 200
check "with other labels, it is another" test "$(status 2 POST /v1/volumes -H 'Content-Type: application/json' \
  -d '{"name":"odd","driver":"local","options":{},"labels":{}}')" = 409
check "the archive fills it" test "$(status 2 PUT /v1/volumes/odd/archive -T "$E2E_WORK/odd.tar.zst")" = 200
check "to its end" jq -se '.[-1].end.missed == 0' "$E2E_WORK/answer"
"$DROVER_ROOT/scripts/lib/odd-files" list "$(content 2 odd)" >"$E2E_WORK/after"
check "$(wc -l <"$E2E_WORK/before") lines about $(jq -s '.[-1].end.entries' "$E2E_WORK/odd.records") entries are the same on both nodes" \
  diff "$E2E_WORK/before" "$E2E_WORK/after"
digests() { jq -rc 'select(.entry.sha256) | .entry | [.rawPath // .path, .sha256]' "$1" | sort; }
check "what was written has the digests of what was read" diff <(digests "$E2E_WORK/odd.records") <(digests "$E2E_WORK/answer")
eventually 300 "no mover is left" no_movers 1
eventually 300 "on either node" no_movers 2
check "a volume with content is refused" test "$(status 2 PUT /v1/volumes/odd/archive -T "$E2E_WORK/odd.tar.zst")" = 409
check "unless it may be replaced" test "$(status 2 PUT '/v1/volumes/odd/archive?replace=true' -T "$E2E_WORK/odd.tar.zst")" = 200
"$DROVER_ROOT/scripts/lib/odd-files" list "$(content 2 odd)" >"$E2E_WORK/after"
check "and is the same again" diff "$E2E_WORK/before" "$E2E_WORK/after"
docker_on 2 run -d --name user -v odd:/data drover-test/busybox:1 /bin/busybox sleep 100000 >/dev/null
check "a volume in use is refused" test "$(status 2 PUT '/v1/volumes/odd/archive?replace=true' -T "$E2E_WORK/odd.tar.zst")" = 409
check "its user is told" test "$(call 2 GET /v1/volumes/odd | jq -r '.usedBy[] | select(.running) | .container')" = "$(docker_on 2 inspect -f '{{.Id}}' user)"
check "removing it, too" test "$(status 2 DELETE /v1/volumes/odd)" = 409
check "no such volume is 404" test "$(status 1 GET /v1/volumes/nothing/archive)" = 404
check "and is not made by asking" test "$(docker_on 1 volume ls -q --filter name=nothing)" = ""

say "commands in a container"
user=$(docker_on 2 inspect -f '{{.Id}}' user)
exec_in() { call 2 POST "/v1/containers/$user/exec" -H 'Content-Type: application/json' -d "$1"; }
check "exit code and output" test "$(exec_in '{"command":["sh","-c","echo out; echo err >&2; exit 7"]}' | jq -c '[.exitCode, .timedOut, (.output | split("\n") | sort)]')" = \
  '[7,false,["","err","out"]]'
check "the last 64 KiB of much output" test "$(exec_in '{"command":["sh","-c","seq 100000; echo last"]}' | jq -c '[.truncated, (.output | length), (.output | endswith("\nlast\n"))]')" = '[true,65536,true]'
check "one that takes too long is given up" test "$(exec_in '{"command":["sh","-c","sleep 1000 & sleep 4567"],"timeout":"2s"}' | jq -c '[.exitCode, .timedOut]')" = '[-1,true]'
none_sleeps() { ! docker_on 2 exec user /bin/busybox ps | finds 'sleep 4567'; }
eventually 300 "and killed" none_sleeps
check "all containers are inspected" test "$(call 2 GET /v1/containers/inspect | jq -c '[.[].Name] | sort')" = '["/agent","/user"]'

say "killing a mover in the middle"
docker_on 1 volume create big >/dev/null
head -c 300000000 /dev/urandom >"$(content 1 big)/random"
call 1 GET '/v1/volumes/big/archive?rate=2000000' | demux "$E2E_WORK/cut.tar.zst" "$E2E_WORK/cut.records" &
reader=$!
eventually 300 "a mover reads" has_begun "$E2E_WORK/cut.tar.zst"
docker_on 1 kill "$(movers 1)" >/dev/null
wait "$reader"
check "the stream ends and says that it failed" jq -se '.[-1].failed.reason | test("137|removed")' "$E2E_WORK/cut.records"
jq -c 'select(.failed)' "$E2E_WORK/cut.records"
eventually 300 "the mover is gone" no_movers 1

say "killing the reader in the middle"
request 1 GET '/v1/volumes/big/archive?rate=2000000' -o "$E2E_WORK/left" & reader=$!
eventually 300 "a mover reads" has_begun "$E2E_WORK/left"
kill -9 "$reader"; wait "$reader" 2>/dev/null || true
eventually 300 "its mover ends and is gone" no_movers 1

say "killing the agent in the middle"
request 1 GET '/v1/volumes/big/archive?rate=2000000' -o "$E2E_WORK/orphaned" 2>/dev/null & reader=$!
eventually 300 "a mover reads" has_begun "$E2E_WORK/orphaned"
docker_on 1 kill -s KILL agent >/dev/null
wait "$reader" || true
mover_ended() { ! mover_runs 1; }
eventually 300 "the mover ends by itself" mover_ended
docker_on 1 rm -f agent >/dev/null
start_agent 1
eventually 600 "the agent's next start removes it" no_movers 1
eventually 600 "the agent answers" is_ready 1

say "a writer that breaks off"
docker_on 2 volume create half >/dev/null
size=$(stat -c %s "$E2E_WORK/odd.tar.zst")
head -c $((size / 2)) "$E2E_WORK/odd.tar.zst" >"$E2E_WORK/half.tar.zst"
check "half an archive is answered" test "$(status 2 PUT /v1/volumes/half/archive -T "$E2E_WORK/half.tar.zst")" = 200
check "with its failure" jq -se '.[-1].failed.reason | test("too early")' "$E2E_WORK/answer"
printf 'no archive' >"$E2E_WORK/none"
check "what is no archive is answered" test "$(status 2 PUT '/v1/volumes/half/archive?replace=true' -T "$E2E_WORK/none")" = 200
check "with its failure, too" jq -se '.[-1].failed' "$E2E_WORK/answer"
eventually 300 "no mover is left" no_movers 2
request 2 PUT '/v1/volumes/half/archive?replace=true' -T "$E2E_WORK/odd.tar.zst" --limit-rate 100k -o /dev/null 2>/dev/null & writer=$!
eventually 300 "a mover writes" mover_runs 2
kill -9 "$writer"; wait "$writer" 2>/dev/null || true
eventually 300 "its mover ends and is gone with who wrote" no_movers 2
# One that stops, but holds the connection.
exec 9<>"/dev/tcp/198.18.$network.12/9480"
printf 'PUT /v1/volumes/half/archive?replace=true HTTP/1.1\r\nHost: agent\r\nAuthorization: Bearer %s\r\nContent-Length: 100000\r\n\r\nno more' \
  "$(cat "$DROVER_STATE/agent.token")" >&9
eventually 300 "a mover writes" mover_runs 2
eventually 300 "a writer that falls silent is given up" no_movers 2
exec 9>&-
check "the volume may be filled again" test "$(status 2 PUT '/v1/volumes/half/archive?replace=true' -T "$E2E_WORK/odd.tar.zst")" = 200
check "to its end" jq -se '.[-1].end.missed == 0' "$E2E_WORK/answer"

say "memory of a mover for a volume of some GiB"
large=${LARGE_MIB:-2048}
head -c $((large * 524288)) /dev/urandom >"$(content 1 big)/random"
yes 'a line of text that repeats itself, and then some more' | head -c $((large * 524288)) >"$(content 1 big)/text" || true
truncate -s 3G "$(content 1 big)/sparse"
peak_of() {
  local id=$1 file
  for file in /sys/fs/cgroup/memory/docker/"$id" /sys/fs/cgroup/docker/"$id" /sys/fs/cgroup/system.slice/docker-"$id".scope; do
    [ ! -r "$file/memory.stat" ] || { awk '$1 == "total_rss" || $1 == "anon" { print $2 }' "$file/memory.stat"; return; }
  done
}
call 1 GET /v1/volumes/big/archive | demux /dev/null "$E2E_WORK/big.records" & reader=$!
eventually 300 "a mover reads" mover_runs 1
id=$(docker_on 1 ps -q --no-trunc --filter label=io.drover.mover)
peak=0
while kill -0 "$reader" 2>/dev/null; do
  now=$(peak_of "$id" 2>/dev/null || true)
  [ "${now:-0}" -le "$peak" ] || peak=$now
  sleep 0.2
done
wait "$reader"
check "the volume was read to its end" jq -se '.[-1].end.entries == 4' "$E2E_WORK/big.records"
jq -c 'select(.end)' "$E2E_WORK/big.records"
printf 'figure mover_peak_memory %d MiB\n' $((peak / 1048576))
check "the mover's memory, $((peak / 1048576)) MiB, is below 128 MiB" test "$peak" -gt 0 -a "$peak" -lt $((128 * 1048576))
