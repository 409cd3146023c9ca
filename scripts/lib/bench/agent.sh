# (b) CPU per container-sample: the agent, and the engine's one-shot stats API, side by side on the same containers.
# scripts/bench agent [CONTAINERS [SECONDS]]; needs root.
# shellcheck shell=bash

. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
count=${1:-100}
seconds=${2:-60}
e2e_begin
ensure_tokens
(cd "$DROVER_ROOT" && "$MVN" -B -ntp -q package -DskipTests) >&2

engine=$E2E_WORK/engine
cleanup() { [ ! -e "$engine/network" ] || private_engine stop "$engine"; }
mkdir -p "$engine"
private_engine start "$engine" bench
on_engine() { docker -H "unix://$engine/docker.sock" "$@"; }
tar -C / --transform 's|.*/busybox|bin/busybox|' -c "$(command -v busybox | cut -c 2-)" | on_engine import - drover-bench/busybox:1 >/dev/null
say "starting $count containers"
for ((i = 0; i < count; i++)); do
  on_engine run -d --network none --memory 64m --cpus 0.5 --pids-limit 20 drover-bench/busybox:1 /bin/busybox sleep 100000
done >"$E2E_WORK/ids"

port=$(free_port)
start_service agent agent "$port" "-DDOCKER_HOST=unix://$engine/docker.sock"
sampled() { [ "$(ask "$port" '/v1/stats?window=5s' | jq '[.tasks[] | select(.cpu.nanoCores != null)] | length')" -ge "$count" ]; }
until_true 120 sampled || die "the agent does not sample $count containers"

# ticks PID...: CPU time of these processes so far, in clock ticks.
ticks() {
  local pid
  for pid in "$@"; do sed 's/.*) //' "/proc/$pid/stat"; done | awk '{ sum += $12 + $13 } END { print sum + 0 }'
}
hertz=$(getconf CLK_TCK)

say "the agent samples for $seconds s"
# Its first minute is spent compiling what it does for days.
sleep 30
agent=${PID_OF[agent]}
before=$(ticks "$agent")
sleep "$seconds"
agent_ticks=$(($(ticks "$agent") - before))
agent_samples=$((count * seconds))

# Every process of the private engine: dockerd, containerd and the shims share its mount namespace.
mapfile -t engine_pids < <(processes_in "$(stat -c %i "$engine/mounts")")
rounds=5
say "the engine answers one-shot stats, $rounds rounds of $count"
before=$(ticks "${engine_pids[@]}")
for ((i = 0; i < rounds; i++)); do
  # One client for all of them, so that only the engine's own work is counted, over kept connections.
  sed 's|.*|url = "http://engine/containers/&/stats?stream=false\&one-shot=true"\noutput = "/dev/null"|' "$E2E_WORK/ids" |
    curl -sS --unix-socket "$engine/docker.sock" -K -
done
engine_ticks=$(($(ticks "${engine_pids[@]}") - before))
engine_samples=$((count * rounds))

awk -v hz="$hertz" -v at="$agent_ticks" -v as="$agent_samples" -v et="$engine_ticks" -v es="$engine_samples" 'BEGIN {
  a = at / hz / as * 1e6; e = et / hz / es * 1e6
  printf "%-28s %12s %16s\n", "", "samples", "CPU per sample"
  printf "%-28s %12d %13.1f us\n", "agent (cgroup files)", as, a
  printf "%-28s %12d %13.1f us\n", "engine (one-shot stats)", es, e
  printf "ratio engine/agent %.1f\n", e / a
  printf "figure agent_cpu_per_sample %.1f us\nfigure engine_cpu_per_sample %.1f us\nfigure engine_to_agent_cpu %.1f ratio\n", a, e, e / a
}'
