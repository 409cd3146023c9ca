# What up, down, demo and the end-to-end cases know of the deployed suite. Sourced after toolchain.sh, engine.sh and
# tokens.sh.
# shellcheck shell=bash

. "$DROVER_ROOT/scripts/lib/artefact.sh"

SUITE=drover
SAMPLE=medianest
SCALING_PORT=${DROVER_SCALING_PORT:-9482}
PLACEMENT_PORT=${DROVER_PLACEMENT_PORT:-9481}
HEALTH_PORT=${DROVER_HEALTH_PORT:-9483}
# shellcheck disable=SC2034
BACKUP_PORT=${DROVER_BACKUP_PORT:-9484}
# shellcheck disable=SC2034 # for the scripts that source this
SAMPLE_PORT=${MEDIANEST_PORT:-8080}

# alone: waits until no other up, down or demo of this clone is at work; held until this script ends.
alone() {
  exec 9<"$DROVER_ROOT"
  if flock -n 9; then return 0; fi
  say "another scripts/up, down or demo is at work here; waiting for it"
  flock 9
}

# build_suite: compiles and packages; the tests have a command of their own. Native binaries are there already.
build_suite() {
  if native_artefacts; then return 0; fi
  say "building the services"
  (cd "$DROVER_ROOT" && "$MVN" -B -ntp -q package -DskipTests) >&2 || die "the build failed"
}

# source_tag FILE...: a tag that changes when what an image is made of does, so that a stack deploy notices. What Quarkus
# generates and transforms is left out: it follows from the rest and the build files, but is ordered anew in each build.
source_tag() {
  find "$@" -type f ! -name '*-bytecode.jar' -print0 | sort -z | xargs -0 cat | sha256sum | cut -c 1-12
}

# deployed_services: the suite's services, a line each; failover where a description says what it is to watch.
deployed_services() {
  printf '%s\n' "${DROVER_SERVICES[@]}"
  [ -z "${DROVER_FAILOVER:-}" ] || printf 'failover\n'
}

# ensure_images: builds what is not there yet, and exports the variables that the stack files take.
ensure_images() {
  local service tag variable services sources
  # First: its stand-in brings a PostgreSQL to this machine, which the services' images are trained with.
  ensure_public_image DROVER_DATABASE_IMAGE postgres:17-alpine postgres
  mapfile -t services < <(deployed_services)
  for service in "${services[@]}"; do
    variable=DROVER_${service^^}_IMAGE
    if [ -z "${!variable:-}" ]; then
      mapfile -t sources < <(image_sources "$service")
      tag=drover/$service:$(source_tag "${sources[@]}")
      docker image inspect "$tag" >/dev/null 2>&1 || service_image "$service" "$tag" >/dev/null
      export "$variable=$tag"
    fi
  done
  ensure_public_image MEDIANEST_POSTGRES_IMAGE postgres:17-alpine postgres
  ensure_public_image MEDIANEST_REDIS_IMAGE redis:7-alpine redis
  ensure_public_image MEDIANEST_NGINX_IMAGE nginx:1.28-alpine nginx
  # MediaNest itself is not published anywhere.
  ensure_public_image MEDIANEST_APP_IMAGE "" medianest-app
}

# ensure_native_images: compiles what is not there yet, and exports the variables that the stack files take.
ensure_native_images() {
  local service tag variable services compiler
  compiler=$("$DROVER_ROOT/native/native-image" --check) || exit 1
  mapfile -t services < <(deployed_services)
  for service in "${services[@]}"; do
    variable=DROVER_${service^^}_IMAGE
    [ -z "${!variable:-}" ] || continue
    # Of the sources and not of the binary: that a compilation can be left out has to be known before it.
    tag=drover/$service:native-$({
      source_tag "$DROVER_ROOT"/{pom.xml,native/{rootfs.sh,native.sh,native-image},src/*/{pom.xml,src/main}} \
        "$DROVER_ROOT/services/$service"/{pom.xml,src/main}
      printf '%s\n' "$compiler" "${BASE:-}"
    } | sha256sum | cut -c 1-12)
    docker image inspect "$tag" >/dev/null 2>&1 || "$DROVER_ROOT/native/native-image" "$service" "$tag"
    export "$variable=$tag"
  done
  # What they were measured to take under load, and something over (src/site/footprint.md).
  export DROVER_AGENT_RESERVATION=${DROVER_AGENT_RESERVATION:-24M} DROVER_SERVICE_RESERVATION=${DROVER_SERVICE_RESERVATION:-48M}
}

# ensure_public_image VARIABLE IMAGE STAND_IN: the image if it is here or a registry has it, else a stand-in made of what
# this machine has.
ensure_public_image() {
  [ -z "${!1:-}" ] || return 0
  if [ -n "$2" ] && { docker image inspect "$2" >/dev/null 2>&1 || pull "$2"; }; then
    export "$1=$2"
    return
  fi
  local tag
  tag=drover-standin/$3:$(source_tag "$DROVER_ROOT"/native/{rootfs.sh,standins} "$DROVER_ROOT/swarm/standins")
  if ! docker image inspect "$tag" >/dev/null 2>&1; then
    "$DROVER_ROOT/native/standins" "$3" >&2
    docker tag "drover-standin/$3:latest" "$tag"
  fi
  export "$1=$tag"
}

# pull IMAGE: tries once; after one registry could not be reached the others are not tried.
pull() {
  [ -z "${DROVER_OFFLINE:-}" ] || return 1
  if timeout 300 docker pull -q "$1" >/dev/null 2>&1; then return 0; fi
  say "no registry has $1 for us; building stand-ins from what this machine has"
  DROVER_OFFLINE=1
  return 1
}

# ensure_passwords: the databases' passwords, beside the tokens.
ensure_passwords() {
  local name
  for name in database medianest-postgres; do
    if [ ! -s "$DROVER_STATE/$name.password" ]; then
      (umask 077 && od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$DROVER_STATE/$name.password")
    fi
  done
}

# deploy_suite, deploy_sample: docker stack deploy, with a new name for each secret or config whose content changed.
deploy_suite() {
  local extra=()
  [ -z "${DROVER_ENCRYPTED:-}" ] || extra=(-c "$DROVER_ROOT/swarm/drover-encrypted.yml")
  if [ -n "${DROVER_FAILOVER:-}" ]; then
    [ -r "$DROVER_FAILOVER" ] || die "can't read DROVER_FAILOVER $DROVER_FAILOVER"
    [ -r "${DROVER_FAILOVER_KEY:-}" ] || die "DROVER_FAILOVER needs DROVER_FAILOVER_KEY, the file that tsig-keygen wrote"
    DROVER_FAILOVER_VERSION=$(cat "$DROVER_FAILOVER" "$DROVER_FAILOVER_KEY" | sha256sum | cut -c 1-8)
    export DROVER_FAILOVER_VERSION
    extra+=(-c "$DROVER_ROOT/swarm/drover-failover.yml")
  fi
  [ -z "${DROVER_METRICS_NETWORK:-}" ] || extra+=(-c "$DROVER_ROOT/swarm/drover-metrics.yml")
  [ -z "${DROVER_OOM_SCORES:-}" ] || extra+=(-c "$DROVER_ROOT/swarm/drover-oom-score.yml")
  [ -z "${DROVER_NODE_PROFILE:-}" ] || extra+=(-c "$DROVER_ROOT/swarm/drover-profile.yml")
  if [ -n "${DROVER_POLICIES:-}${DROVER_STACKS:-}${DROVER_INVENTORY:-}" ]; then
    given_stack >"$DROVER_STATE/given.yml"
    extra+=(-c "$DROVER_STATE/given.yml")
  fi
  DROVER_STATE=$DROVER_STATE \
    DROVER_SECRETS_VERSION=$(cat "$DROVER_STATE"/{viewer,operator,agent}.token "$DROVER_STATE/database.password" | sha256sum | cut -c 1-8) \
    DROVER_DOCKER_GROUP=${DROVER_DOCKER_GROUP:-$(stat -c %g "${DROVER_DOCKER_SOCKET:-/var/run/docker.sock}")} \
    quiet docker stack deploy --resolve-image never -c "$DROVER_ROOT/swarm/drover.yml" "${extra[@]}" "$SUITE"
}

# given_stack: what Drover is given to read, as configs of the services that read it: the manifests in the folder
# DROVER_POLICIES, the stack files in DROVER_STACKS (named after their stacks), the inventory DROVER_INVENTORY.
given_stack() {
  local file both='' placement='' configs=''
  for file in "${DROVER_POLICIES:-/nowhere}"/*.y{a,}ml; do
    [ ! -f "$file" ] || given policy "$file" "/etc/drover/policies/${file##*/}" both
  done
  for file in "${DROVER_STACKS:-/nowhere}"/*.y{a,}ml; do
    [ ! -f "$file" ] || given stack "$file" "/etc/drover/stacks/${file##*/}" placement
  done
  [ -z "${DROVER_INVENTORY:-}" ] || given inventory "$DROVER_INVENTORY" /etc/drover/inventory.yml placement
  [ -n "$configs" ] || die "no .yaml or .yml file in ${DROVER_POLICIES:-} ${DROVER_STACKS:-}"
  printf 'version: "3.9"\nservices:\n  placement:\n    configs:%s\n' "$both$placement"
  [ -z "$both" ] || printf '  scaling:\n    configs:%s\n' "$both"
  printf 'configs:%s\n' "$configs"
}

# given KIND FILE TARGET READERS: adds a file to the lists of given_stack; READERS names the list.
given() {
  local name=$1-${2##*/} list=$4
  name=${name//[^a-zA-Z0-9-]/-}
  printf -v "$list" '%s\n      - source: %s\n        target: %s' "${!list}" "$name" "$3"
  # A config can't be changed, only be replaced by another one.
  configs+=$(printf '\n  %s:\n    name: drover-%s-%s\n    file: %s' "$name" "$name" "$(sha256sum <"$2" | cut -c 1-8)" "$(realpath "$2")")
}

deploy_sample() {
  MEDIANEST_PASSWORD_FILE=$DROVER_STATE/medianest-postgres.password \
    MEDIANEST_PASSWORD_VERSION=$(sha256sum <"$DROVER_STATE/medianest-postgres.password" | cut -c 1-8) \
    MEDIANEST_NGINX_VERSION=$(sha256sum <"$DROVER_ROOT/swarm/medianest/nginx.conf" | cut -c 1-8) \
    quiet docker stack deploy --resolve-image never -c "$DROVER_ROOT/swarm/medianest.yml" "$SAMPLE"
}

# quiet COMMAND...: shows the output only when it fails. An order that was overtaken by another change is given once more.
quiet() {
  local output tries
  for ((tries = 0; tries < 10; tries++)); do
    if output=$("$@" 2>&1); then return 0; fi
    case $output in *'out of sequence'*) ;; *) break ;; esac
  done
  printf '%s\n' "$output" >&2
  die "failed: $*"
}

# settled STACK: whether every service of it has all its tasks running, healthy, and no rollout under way.
settled() {
  local service want have state
  for service in $(docker stack services --format '{{.Name}}' "$1"); do
    state=$(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' "$service")
    case $state in updating | rollback_started) return 1 ;; esac
    IFS=/ read -r have want < <(docker service ls --filter "name=$service" --format '{{.Name}} {{.Replicas}}' |
      awk -v name="$service" '$1 == name { print $2 }')
    # A task with a health check only counts as running once it is healthy.
    [ -n "$want" ] && [ "$have" = "${want%% *}" ] && [ "$have" -gt 0 ] || return 1
  done
}

# wait_settled STACK SECONDS: waits for it, and says what is missing when it takes too long.
wait_settled() {
  local deadline=$((SECONDS + $2))
  # Not until_true: asking the engine ten times a second would be most of what there is to wait for.
  while [ "$SECONDS" -lt "$deadline" ]; do
    if settled "$1"; then return 0; fi
    sleep 1
  done
  docker stack services "$1" >&2
  docker stack ps --no-trunc --format '{{.Name}}: {{.CurrentState}} {{.Error}}' --filter desired-state=running "$1" >&2
  die "the stack $1 did not become healthy in $2 s"
}

# drover ...: the command-line client, for this suite.
drover() {
  DROVER_STATE=$DROVER_STATE DROVER_SCALING_PORT=$SCALING_PORT DROVER_PLACEMENT_PORT=$PLACEMENT_PORT DROVER_HEALTH_PORT=$HEALTH_PORT "$DROVER_ROOT/scripts/drover" "$@"
}

# sees_sample: whether scaling has measured the sample application.
sees_sample() {
  drover --json services | jq -e --arg name "${SAMPLE}_medianest-app" \
    'any(.[]; .service == $name and .running >= 2 and (.metrics.memory // "" | endswith("%")))' >/dev/null
}

# remove_stack STACK: takes it away, and waits until its tasks and networks are gone.
remove_stack() {
  grep -qx "$1" <<<"$(docker stack ls --format '{{.Name}}')" || return 0
  docker stack rm "$1" >/dev/null 2>&1 || true
  until_true 300 stack_gone "$1" || die "the tasks of stack $1 do not end"
}

stack_gone() {
  [ -z "$(docker ps -aq --filter "label=com.docker.stack.namespace=$1")" ] &&
    [ -z "$(docker network ls -q --filter "label=com.docker.stack.namespace=$1")" ] &&
    [ -z "$(docker service ls -q --filter "label=com.docker.stack.namespace=$1")" ]
}
