# (d) Seconds from a step of load to the accepted replica update, with default settings. scripts/bench reaction [ROUNDS]
# shellcheck shell=bash

. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
rounds=${1:-5}
e2e_begin
ensure_tokens
(cd "$DROVER_ROOT" && "$MVN" -B -ntp -q package -DskipTests) >&2

swarm=$E2E_WORK/swarm
cleanup() { [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"; }
mkdir -p "$swarm"
private_swarm start "$swarm" 1
on_swarm() { docker -H "unix://$swarm/node1/docker.sock" "$@"; }
tar -C / --transform 's|.*/busybox|bin/busybox|' -c "$(command -v busybox | cut -c 2-)" | on_swarm import - drover-bench/busybox:1 >/dev/null

agent_port=$(free_port)
scaling_port=$(free_port)
start_service agent agent "$agent_port" "-DDOCKER_HOST=unix://$swarm/node1/docker.sock"
start_service scaling scaling "$scaling_port" "-DDOCKER_HOST=unix://$swarm/node1/docker.sock" \
  "-Ddrover.scaling.agents.addresses=http://127.0.0.1:$agent_port" "-Ddrover.scaling.agents.token-file=$DROVER_STATE/agent.token"
for ((i = 1; i <= rounds; i++)); do
  on_swarm service create --detach --name "load$i" --label drover.scale.min=1 --label drover.scale.max=4 --label drover.scale.cpu=50% \
    --reserve-cpu 0.1 --limit-cpu 0.3 drover-bench/busybox:1 /bin/busybox sleep 100000 >/dev/null
done
measured() {
  [ "$(ask "$scaling_port" /v1/services | jq '[.[] | select(.metrics.cpu != null)] | length')" -ge "$rounds" ]
}
say "waiting until scaling knows the CPU of $rounds idle services"
until_true 180 measured || die "scaling does not see its services"

say "load steps, one after the other"
: >"$E2E_WORK/seconds"
for ((i = 1; i <= rounds; i++)); do
  task=$(on_swarm ps -q --filter "label=com.docker.swarm.service.name=load$i")
  started=$(date +%s.%N)
  on_swarm exec -d "$task" /bin/busybox sh -c 'while :; do :; done'
  grown() { [ "$(on_swarm service inspect --format '{{.Spec.Mode.Replicated.Replicas}}' "load$i")" -gt 1 ]; }
  until_true 120 grown || die "load$i was not scaled"
  # The engine's own word for when it took the update.
  accepted=$(date -d "$(on_swarm service inspect --format '{{json .UpdatedAt}}' "load$i" | tr -d '"')" +%s.%N)
  awk -v a="$started" -v b="$accepted" 'BEGIN { printf "%.2f\n", b - a }' | tee -a "$E2E_WORK/seconds" | sed "s/^/step $i: /; s/\$/ s/"
  on_swarm service rm "load$i" >/dev/null
done
sort -n "$E2E_WORK/seconds" | awk '{ v[NR] = $1 } END {
  printf "%-12s %8s %8s %8s\n%-12s %8.2f %8.2f %8.2f\n", "", "least", "median", "most", "seconds", v[1], v[int((NR + 1) / 2)], v[NR]
  printf "figure reaction_median %.2f s\nfigure reaction_most %.2f s\n", v[int((NR + 1) / 2)], v[NR] }'
