# What scripts/bench footprint puts on the suite: 50 small services that want something of it, and a reader. Sourced.
# shellcheck shell=bash

FOOTPRINT_SERVICES=50
# What each service is asked for every second.
declare -A FOOTPRINT_PATHS=(
  [agent]="/v1/stats?window=5s /v1/node /v1/volumes /metrics /q/metrics"
  [backup]="/v1/backups /v1/stacks /v1/runs /v1/decisions /v1/status /q/metrics"
  [failover]="/v1/failover /v1/decisions /v1/status /q/metrics"
  [health]="/v1/overview /v1/services /v1/nodes /v1/incidents /v1/decisions /v1/status /q/metrics"
  [placement]="/v1/limits /v1/capacity /v1/quotas /v1/tuning /v1/decisions /v1/status /q/metrics"
  [scaling]="/v1/services /v1/rightsizing /v1/decisions /v1/status /q/metrics"
)

# load_image: busybox FROM scratch, and nothing else.
load_image() {
  tar -C / --transform 's|.*/busybox|bin/busybox|' -c "$(command -v busybox | cut -c 2-)" | docker import - drover-bench/busybox:1 >/dev/null
}

# start_load: a fifth of the services each to be scaled (half of these burn what they may use), held to limits, backed up every other
# minute, sized, and mended.
start_load() {
  local i options command
  for ((i = 0; i < FOOTPRINT_SERVICES; i++)); do
    command=(/bin/busybox sleep 100000)
    case $((i % 5)) in
      0)
        options=(--limit-cpu 0.01 --label drover.scale.min=2 --label drover.scale.max=4 --label "drover.scale.cpu=60%")
        [ $((i % 10)) -ne 0 ] || command=(/bin/busybox sh -c 'while :; do :; done')
        ;;
      1) options=(--limit-cpu 0.05 --label drover.limits.cpu=0.02 --label drover.limits.memory=16M --label drover.limits.pids=20) ;;
      2)
        options=(--mount "type=volume,source=load-$i,target=/data" --label "drover.backup.schedule=*/2 * * * *" --label drover.backup.keep=last=3)
        command=(/bin/busybox sh -c '/bin/busybox dd if=/dev/urandom of=/data/file bs=65536 count=16; exec /bin/busybox sleep 100000')
        ;;
      3) options=(--label drover.resize.mode=recommend) ;;
      4) options=(--label drover.heal=auto) ;;
    esac
    docker service create --quiet --detach --no-resolve-image --name "load-$i" --limit-memory 16M --reserve-memory 4M --stop-grace-period 1s "${options[@]}" \
      drover-bench/busybox:1 "${command[@]}" >/dev/null
  done
}

end_load() {
  local i
  for ((i = 0; i < FOOTPRINT_SERVICES; i++)); do printf 'load-%s\n' "$i"; done | xargs docker service rm >/dev/null
}

# disturb: what somebody does by hand, and the suite takes back.
disturb() {
  docker service scale --detach load-0=1 load-5=1 >/dev/null 2>&1 || true
  docker service update --quiet --detach --limit-pids 15 load-1 >/dev/null 2>&1 || true
}

# ask_inside SERVICE PATH...: asks a container in its own network; prints the status code of each answer, the last answer is in a file.
ask_inside() {
  local service=$1 path urls=()
  shift
  for path in "$@"; do urls+=(-o "$E2E_WORK/answer-$service" "http://127.0.0.1:${DROVER_PORTS[$service]}$path"); done
  nsenter --net="/proc/${PID_IN[$service]}/ns/net" curl -sS --max-time 10 -w '%{http_code}\n' \
    -K <(printf 'header = "Authorization: Bearer %s"\n' "$(cat "$DROVER_STATE/viewer.token")") "${urls[@]}" 2>/dev/null
}

# read_endlessly SERVICE...: asks each service's endpoints every second, and notes what each answered.
read_endlessly() {
  local service
  while true; do
    for service in "$@"; do
      # shellcheck disable=SC2086 # several paths
      ask_inside "$service" ${FOOTPRINT_PATHS[$service]} >>"$E2E_WORK/codes-$service" || true
    done
    sleep 1
  done
}

# acted: how often the suite acted meanwhile, in a line.
acted() {
  local service
  for service in scaling placement backup; do
    if ask_inside "$service" '/v1/decisions?acted=true&limit=1000' >/dev/null; then
      printf '%s acted %s times, ' "$service" "$(jq '.decisions | length' "$E2E_WORK/answer-$service")"
    fi
  done
}
