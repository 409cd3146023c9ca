# (c) Size, start-up and memory of each image, deployed as a stack on a Swarm of its own: idle, and with 50 services and a reader.
# scripts/bench footprint [--native] [--minutes M] [--starts N] [SERVICE...]; needs root. M is 10 and N is 5 without any.
# --native: native images beside those for the JVM; needs a GraalVM or a builder image (native/native-image).
# shellcheck shell=bash

. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
. "$DROVER_ROOT/scripts/lib/suite.sh"
. "$DROVER_ROOT/scripts/lib/footprint/load.sh"
. "$DROVER_ROOT/scripts/lib/footprint/measure.sh"
kinds=(jvm) minutes=10 starts=5 services=()
while [ $# -gt 0 ]; do
  case $1 in
    --native) kinds=(jvm native) ;;
    --minutes) minutes=${2:?--minutes M} && shift ;;
    --starts) starts=${2:?--starts N} && shift ;;
    *)
      service_port "$1" "scripts/bench footprint [--native] [--minutes M] [--starts N] [SERVICE...]" >/dev/null
      services+=("$1")
      ;;
  esac
  shift
done
[ ${#services[@]} -gt 0 ] || services=("${DROVER_IMAGES[@]}")
case "${kinds[*]}" in *native*) "$DROVER_ROOT/native/native-image" --check >&2 ;; esac

e2e_begin
apt_install bind9 bind9-utils
swarm=$E2E_WORK/swarm
cleanup() {
  [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"
  last_in_line
  DOCKER_HOST='' stop_what_we_started
}
build_suite
mkdir -p "$swarm"
private_swarm start "$swarm" 1
export DROVER_DOCKER_SOCKET=$swarm/node1/docker.sock
export DOCKER_HOST=unix://$DROVER_DOCKER_SOCKET
load_image
first_in_line

# The suite as scripts/up deploys it, with failover watching an entry point; the sample stack stays away.
export MEDIANEST_POSTGRES_IMAGE=none MEDIANEST_REDIS_IMAGE=none MEDIANEST_NGINX_IMAGE=none MEDIANEST_APP_IMAGE=none
tsig-keygen drover >"$E2E_WORK/update.key"
cat >"$E2E_WORK/failover.yml" <<'YAML'
sites: [{ name: home, engine: "unix:///var/run/docker.sock", entries: [{ name: here, check: "http://scaling:9482/q/health/live" }] }]
witnesses: [{ name: nobody, agent: "http://127.0.0.1:9" }]
records: [{ name: app.example.test, addresses: { here: [192.0.2.1] } }]
dns: { zone: example.test, key: /run/secrets/update.key, servers: ["127.0.0.1:9"], timeout: 500ms }
YAML
export DROVER_FAILOVER=$E2E_WORK/failover.yml DROVER_FAILOVER_KEY=$E2E_WORK/update.key
ensure_tokens
ensure_passwords

# native_images: where a builder image compiles, it does so on the machine's engine; only the result comes over.
native_images() {
  local service tag
  for service in "${DROVER_IMAGES[@]}"; do
    tag=drover/$service:native
    if [ -x "${GRAALVM_HOME:-}/bin/native-image" ]; then
      "$DROVER_ROOT/native/native-image" "$service" "$tag"
    else
      DOCKER_HOST='' ensure_docker
      DOCKER_HOST='' "$DROVER_ROOT/native/native-image" "$service" "$tag"
      DOCKER_HOST='' docker save "$tag" | docker load >/dev/null
      DOCKER_HOST='' docker image rm "$tag" >/dev/null
    fi
    export "DROVER_${service^^}_IMAGE=$tag"
  done
}

image_of() { local variable=DROVER_${1^^}_IMAGE && printf '%s\n' "${!variable}"; }

declare -A ID_OF PID_IN
# find_containers: the running task's container of each service, which may be another one by now.
find_containers() {
  local service
  for service in "${DROVER_IMAGES[@]}"; do
    ID_OF[$service]=$(docker ps -q --no-trunc --filter "label=com.docker.swarm.service.name=${SUITE}_$service" --filter status=running | head -n 1)
    [ -n "${ID_OF[$service]}" ] || die "$service does not run"
    PID_IN[$service]=$(docker inspect -f '{{.State.Pid}}' "${ID_OF[$service]}")
  done
}

# task_ended KIND SERVICE: says why its task is gone, shows what was measured before, and ends the script.
task_ended() {
  local id
  id=$(docker ps -aq --filter "label=com.docker.swarm.service.name=${SUITE}_$2" --filter status=exited | head -n 1)
  [ -z "$id" ] || {
    docker inspect -f '{{.Name}}: exit code {{.State.ExitCode}}, killed for memory: {{.State.OOMKilled}}' "$id"
    docker logs "$id" 2>&1 | tail -n 30
  } >&2
  [ ! -s "$E2E_WORK/rows" ] || show "$E2E_WORK/rows"
  die "$1: the task of $2 ended under load"
}

# restarts: how often tasks of the suite ended.
restarts() { docker ps -aq --filter "label=com.docker.stack.namespace=$SUITE" --filter status=exited | wc -l; }

# measure_kind KIND: all rows of one kind of image.
measure_kind() {
  local kind=$1 service round until disturbed=0 reader size
  declare -A idle loaded highest
  for ((round = 1; round <= starts; round++)); do
    for service in "${services[@]}"; do one_start "$service" "$(image_of "$service")" >>"$E2E_WORK/starts-$kind-$service"; done
  done
  say "$kind: the suite, idle"
  uncache "$swarm/node1/data"
  deploy_suite
  wait_settled "$SUITE" 600
  # Until the database is migrated and the first garbage collections are over.
  sleep 60
  find_containers
  for service in "${services[@]}"; do idle[$service]=$(memory_of "${ID_OF[$service]}"); done
  say "$kind: with $FOOTPRINT_SERVICES services and a reader, for $minutes minutes"
  start_load
  rm -f "$E2E_WORK"/codes-*
  read_endlessly "${DROVER_IMAGES[@]}" &
  reader=$!
  E2E_CHILDREN+=("$reader")
  until=$((SECONDS + minutes * 60))
  while [ "$SECONDS" -lt "$until" ]; do
    sleep 10
    if [ $((SECONDS - disturbed)) -ge 60 ]; then
      disturb
      disturbed=$SECONDS
    fi
    for service in "${services[@]}"; do
      loaded[$service]=$(memory_of "${ID_OF[$service]}" 2>/dev/null) || task_ended "$kind" "$service"
      highest[$service]=$(printf '%s\n' "${highest[$service]:-0}" "${loaded[$service]##* }" | sort -n | tail -n 1)
    done
  done
  kill "$reader"
  wait "$reader" 2>/dev/null || true
  say "$kind: $(acted)$(restarts) tasks of the suite ended"
  for service in "${DROVER_IMAGES[@]}"; do
    say "$kind: $service answered $(sort "$E2E_WORK/codes-$service" | uniq -c | awk '{ printf "%s%s times %s", (NR > 1 ? ", " : ""), $1, $2 }')"
    grep -qx 200 "$E2E_WORK/codes-$service" || die "$service never answered"
  done
  for service in "${services[@]}"; do
    size=$(docker image inspect -f '{{.Size}}' "$(image_of "$service")" | awk '{ printf "%.0f", $1 / 1e6 }')
    printf '%s %s %s %s %s %s %s %s\n' "$kind" "$service" "$size" "$(cut -d ' ' -f 1 "$E2E_WORK/starts-$kind-$service" | median)" \
      "$(cut -d ' ' -f 2 "$E2E_WORK/starts-$kind-$service" | median)" "${idle[$service]}" "${loaded[$service]}" "${highest[$service]}" >>"$E2E_WORK/rows"
  done
  end_load
  remove_stack "$SUITE"
}

# First: where it takes a stand-in, the machine has a PostgreSQL afterwards, which the training runs use.
ensure_public_image DROVER_DATABASE_IMAGE postgres:17-alpine postgres
for kind in "${kinds[@]}"; do
  [ "$kind" = jvm ] || native_images
  ensure_images
  measure_kind "$kind"
done
sort -k 2,2 -k 1,1 "$E2E_WORK/rows" >"$E2E_WORK/sorted"
printf 'start-up: median of %s starts, from the start of the container; load: %s minutes\n' "$starts" "$minutes"
show "$E2E_WORK/sorted"
