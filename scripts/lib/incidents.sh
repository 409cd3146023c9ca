# What the cases share that provoke incidents. Sourced after e2e.sh; PORT is the health service's.
# shellcheck shell=bash

PORT=
KNOWN=
ALERTS_PORT=
swarm=

# incident KIND SUBJECT STATUS: whether it is so.
incident() {
  ask "$PORT" /v1/incidents | jq -e --arg kind "$1" --arg subject "$2" --arg status "$3" \
    'any(.[]; .kind == $kind and .subject.name == $subject and .status == $status)' >/dev/null
}

# within SECONDS FROM TEXT COMMAND...: a claim that comes true in time; prints the seconds since FROM, by $EPOCHREALTIME.
within() {
  local seconds=$1 from=$2 text=$3
  shift 3
  until_true "$seconds" "$@" || die "not within $seconds s: $text"
  say "seen: $text ($(awk -v now="$EPOCHREALTIME" -v from="$from" 'BEGIN { printf "%.1f", now - from }') s after)"
}

# watch_swarm SOCKET: from now on notes, once a second, what the Swarm itself knows and since when; managers forget ended tasks soon.
watch_swarm() {
  KNOWN=$E2E_WORK/known
  : >"$KNOWN"
  look_again "$1" &
  E2E_CHILDREN+=("$!")
}
look_again() {
  local at
  while sleep 1; do
    at=$(date -u +%FT%T.%NZ)
    {
      engine_list "$1" services |
        jq -r '.[] | "name \(.Spec.Name) \(.ID) -", "update \(.ID) \(.UpdateStatus.State // "none") \(.UpdatedAt)"' &&
        engine_list "$1" tasks |
        jq -r '.[] | "task \(.ServiceID) \(.Status.State) \(.Status.Timestamp)"' &&
        engine_list "$1" nodes |
        jq -r --arg at "$at" '.[] | "node \(.Description.Hostname) \(.Status.State) \(.UpdatedAt)",
          (select(.ManagerStatus) | "manager any \(.ManagerStatus.Reachability) \($at)")'
    } >>"$KNOWN" 2>/dev/null || printf 'engine any silent %s\n' "$at" >>"$KNOWN"
  done
}
engine_list() { curl -fsS --max-time 3 --unix-socket "$1" "http://engine/$2"; }

# known_at FROM KIND SUBJECT: when the Swarm itself knew of it, by its own objects; nothing while that was not noted yet. FROM for what
# it has no record of: what agents tell, a manager that hangs, a scheduler that forgets.
known_at() {
  local from=$1 kind=$2 subject=$3 count=1 what state at
  case $kind in
    NoSuitableNode | NoAddress) what=task state='pending|new' ;;
    ImageMissing | TaskRejected) what=task state=rejected ;;
    Unhealthy | NotRestarted | OutOfMemory) what=task state=failed ;;
    CrashLoop) what=task state='failed|complete' count=3 ;;
    SlowStart) what=task state='preparing|starting' ;;
    RolloutPaused) what=update state='paused|rollback_paused' ;;
    RolledBack) what=update state='rollback_.*' ;;
    NodeDown) what=node state=down ;;
    QuorumAtRisk) what=manager state=unreachable ;;
    QuorumLost) what=engine state=silent ;;
    *) printf '%s\n' "$from" && return ;;
  esac
  if [ "$what" = task ] || [ "$what" = update ]; then
    subject=$(awk -v name="$subject" '$1 == "name" && $2 == name { id = $3 } END { print id }' "$KNOWN")
  elif [ "$what" != node ]; then
    subject=any
  fi
  at=$(sort -u "$KNOWN" | awk -v what="$what" -v subject="$subject" -v state="^($state)$" \
    -v from="$(date -u -d "@$from" +%FT%T.%N)" '$1 == what && $2 == subject && $3 ~ state && $4 >= from { print $4 }' |
    sort | sed -n "${count}p")
  [ -z "$at" ] || date -d "$at" +%s.%3N
}

# named FROM KIND SUBJECT [WAIT]: the incident was opened, and how soon by the service's own clock: after FROM; and after the Swarm
# itself knew, without the time that such a thing must last before it counts (WAIT seconds, by design). all_named judges the latter.
LATEST=0
NAMED=0
named() {
  local from=$1 kind=$2 subject=$3 wait=${4:-0} opened known took
  until_true 300 was_opened "$from" "$kind" "$subject" || die "not named within 300 s: $kind of $subject"
  opened=$(opened_at "$from" "$kind" "$subject")
  # Health may be sooner than the notes.
  until_true 30 is_known "$from" "$kind" "$subject" || say "the Swarm was not heard to know of it: $kind of $subject"
  known=$(known_at "$from" "$kind" "$subject")
  took=$(awk -v took="$(since "${known:-$from}" "$opened")" -v wait="$wait" 'BEGIN { took -= wait; printf "%.1f", took <= 0 ? 0 : took }')
  NAMED=$((NAMED + 1))
  LATEST=$(awk -v a="$LATEST" -v b="$took" 'BEGIN { print (a + 0 > b + 0 ? a : b) }')
  say "seen: $kind of $subject, $(since "$from" "$opened") s after; $took s after the Swarm knew$([ "$wait" = 0 ] ||
    printf ' and it had lasted %s s' "$wait")"
}
# opened_at FROM KIND SUBJECT: when it was first opened after FROM, be it over by now; nothing when it was not.
opened_at() {
  ask "$PORT" /v1/incidents | jq -r --arg from "$(date -u -d "@$1" +%FT%T.%N)" --arg kind "$2" --arg subject "$3" \
    '[.[] | select(.kind == $kind and .subject.name == $subject) | .timeline[] | select(.event == "opened" or .event == "reopened") | .at |
      select(. >= $from)] | min // empty'
}
was_opened() { [ -n "$(opened_at "$@")" ]; }
is_known() { [ -n "$(known_at "$@")" ]; }
since() { awk -v from="$1" -v to="$(date -d "$2" +%s.%3N)" 'BEGIN { printf "%.1f", to - from }'; }

# all_named CASE: the longest that anything took to be named, as a figure. Five seconds are meant; how long it takes on a machine that
# has more to do than it can says nothing of the service, so nothing fails for it.
all_named() {
  [ "$NAMED" -gt 0 ] || die "nothing was named"
  printf 'figure %s_named_longest %s s\n' "$1" "$LATEST"
  say "all $NAMED were named $LATEST s at most after the Swarm itself knew, at a load of $(cut -d ' ' -f 1 /proc/loadavg) on $(nproc) processors"
}

# start_alertmanager: one that tells nobody, at ALERTS_PORT.
start_alertmanager() {
  ALERTS_PORT=$(free_port)
  cat >"$E2E_WORK/alertmanager.yml" <<'YAML'
route: {receiver: nobody, group_wait: 1s}
receivers: [{name: nobody}]
YAML
  prometheus-alertmanager --config.file="$E2E_WORK/alertmanager.yml" --storage.path="$E2E_WORK/alertmanager" --cluster.listen-address= \
    --web.listen-address="127.0.0.1:$ALERTS_PORT" >"$E2E_WORK/alertmanager.log" 2>&1 &
  E2E_CHILDREN+=("$!")
}

# start_prometheus PORT: one that scrapes the health service at this port, with our rules. Not each second: what a busy machine does not
# answer within a scrape interval is stale, and begins anew.
start_prometheus() {
  local port
  port=$(free_port)
  PROMETHEUS=http://127.0.0.1:$port
  cat >"$E2E_WORK/prometheus.yml" <<YAML
global: {scrape_interval: 5s, evaluation_interval: 5s}
rule_files: [$DROVER_ROOT/swarm/prometheus/alerts.yml]
scrape_configs:
  - job_name: drover-health
    metrics_path: /q/metrics
    authorization: {credentials_file: $DROVER_STATE/viewer.token}
    static_configs: [{targets: ["127.0.0.1:$1"]}]
YAML
  prometheus --config.file="$E2E_WORK/prometheus.yml" --storage.tsdb.path="$E2E_WORK/tsdb" --web.listen-address="127.0.0.1:$port" \
    >"$E2E_WORK/prometheus.log" 2>&1 &
  E2E_CHILDREN+=("$!")
}

# fires_there ALERT LABELS: whether Prometheus fires it, with labels as a selector has them, and a brace to end them.
fires_there() {
  curl -sS --max-time 30 --data-urlencode "query=ALERTS{alertstate=\"firing\",alertname=\"$1\",$2" "$PROMETHEUS/api/v1/query" |
    jq -e '.data.result | length > 0'
}

# alerting ALERT LABEL VALUE: whether the Alertmanager has it.
alerting() {
  curl -sS --max-time 30 "http://127.0.0.1:$ALERTS_PORT/api/v2/alerts?active=true" |
    jq -e --arg alert "$1" --arg key "$2" --arg value "$3" 'any(.[]; .labels.alertname == $alert and .labels[$key] == $value)'
}
not() { ! "$@"; }
quietly() { "$@" >/dev/null; }

# make_watched_swarm: three managers in the folder that is $swarm then, and from now on notes of what they know.
docker_on() { node_docker "$swarm/node$1" "${@:2}"; }
make_watched_swarm() {
  say "making a Swarm of three managers"
  swarm=$E2E_WORK/swarm
  mkdir -p "$swarm"
  private_swarm start "$swarm" 3
  watch_swarm "$swarm/node1/docker.sock"
}
forget_swarm() { [ -z "$swarm" ] || [ ! -e "$swarm/network" ] || private_swarm stop "$swarm"; }

# What the cases share that break services. The image is on all three nodes; node 1 alone has an agent, so that what only agents tell is
# seen there, and that the others have none is seen too.
image=drover-test/busybox:1
make_swarm_of_services() {
  local node
  make_watched_swarm
  for node in 1 2 3; do import_busybox "unix://$swarm/node$node/docker.sock" "$image"; done
}
create() { docker_on 1 service create --detach --quiet --no-resolve-image --restart-delay 1s --stop-grace-period 1s "$@" >/dev/null; }
update() { docker_on 1 service update --detach --quiet --no-resolve-image "$@" >/dev/null; }

# start_health: the health service at PORT, told by one agent, telling an Alertmanager.
start_health() {
  local agent_port
  agent_port=$(free_port)
  start_alertmanager
  start_service agent agent "$agent_port" "-DDOCKER_HOST=unix://$swarm/node1/docker.sock"
  start_service health health "$PORT" "-DDOCKER_HOST=unix://$swarm/node1/docker.sock" \
    "-Ddrover.health.agents.addresses=http://127.0.0.1:$agent_port" "-Ddrover.health.agents.token-file=$DROVER_STATE/agent.token" \
    "-Ddrover.incidents.alertmanagers=http://127.0.0.1:$ALERTS_PORT"
}
services_evidence() {
  ask "$PORT" /v1/health | jq -c . || true
  ask "$PORT" /v1/services | jq -c '.[] | {service, level, running, states, findings}' || true
  ask "$PORT" '/v1/decisions?limit=20' | jq -c '.decisions[] | {at, service, outcome, summary}' || true
}

# all_well SERVICE...: health looks after the Swarm, these services are well, and somebody listens to its events.
all_well() {
  local service
  eventually 600 "health looks after the Swarm" leads
  for service in "$@"; do eventually 300 "$service, which works, is well" well "$service"; done
  eventually 300 "three managers, of which one may fail" three_managers
  curl -sN -K <(printf 'header = "Authorization: Bearer %s"\n' "$(cat "$DROVER_STATE/viewer.token")") "http://127.0.0.1:$PORT/v1/events" >"$E2E_WORK/events" &
  E2E_CHILDREN+=("$!")
}
leads() { ask "$PORT" /v1/nodes | jq -e 'length == 3'; }
well() { ask "$PORT" /v1/services | jq -e --arg name "$1" 'any(.[]; .service == $name and .running == .desired and .level == "ok")'; }
three_managers() { [ "$(ask "$PORT" /v1/health | jq -c '.managers | [.total, .reachable, .mayFail]')" = '[3,3,1]' ]; }

# break_services: five that each case breaks in the same way: homeless, crashing, silenced, imageless, ailing; and an update of works.
break_services() {
  create --name homeless --constraint node.labels.zone==nowhere "$image" /bin/busybox sleep 100000
  create --name crashing "$image" /bin/busybox sh -c 'exit 3'
  create --name silenced --label drover.alert=off "$image" /bin/busybox sh -c 'exit 4'
  create --name imageless drover-test/absent:1 /bin/busybox sleep 100000
  create --name ailing --health-cmd false --health-interval 1s --health-retries 1 "$image" /bin/busybox sleep 100000
  update --args '/bin/busybox false' works
}

# told_of_services: what is wrong with them is told with its reasons, to whom it should be, and can be acknowledged.
told_of_services() {
  local id
  eventually 300 "the reason names the constraint, and no task could be scheduled" names_constraint
  eventually 300 "the loop's exit code is told" tells_exit_code
  eventually 300 "the Alertmanager knows of the crash loop" alerting CrashLoop service crashing
  eventually 300 "it knows of the paused update" alerting RolloutPaused service works
  eventually 300 "the silenced service loops too" incident CrashLoop silenced open
  check "nobody is told of it" not quietly alerting CrashLoop service silenced
  id=$(ask "$PORT" /v1/incidents | jq -r '.[] | select(.kind == "CrashLoop" and .subject.name == "crashing" and .status != "closed") | .id' | sed -n 1p)
  check "a viewer can't acknowledge" test "$(acknowledge viewer "$id")" = 403
  check "an operator can" test "$(acknowledge operator "$id")" = 200
  eventually 300 "somebody takes care of it" incident CrashLoop crashing acknowledged
  eventually 300 "whoever listens has heard of it" heard
}
names_constraint() {
  ask "$PORT" /v1/services/homeless | jq -e '.schedulable == 0 and (.tasks[0].text | contains("no node fits: constraint node.labels.zone==nowhere rules out node"))' >/dev/null
}
tells_exit_code() { ask "$PORT" /v1/services/crashing | jq -e '.findings | any(.kind == "CrashLoop" and .numbers.exitCode == "3")' >/dev/null; }
acknowledge() {
  curl -sS -o /dev/null -w '%{http_code}' -X POST -H "Authorization: Bearer $(cat "$DROVER_STATE/$1.token")" "http://127.0.0.1:$PORT/v1/incidents/$2/ack"
}
heard() { grep -q '"event":"opened".*"kind":"CrashLoop"' "$E2E_WORK/events"; }

# mend_services: all that break_services broke.
mend_services() {
  local node
  update --constraint-rm node.labels.zone==nowhere homeless
  update --args '/bin/busybox sleep 100000' crashing
  for node in 1 2 3; do docker_on "$node" tag "$image" drover-test/absent:1; done
  update --health-cmd true ailing
  update --update-monitor 5s --args '/bin/busybox sleep 100000' works
}

# services_mended FROM: their incidents are over, and the journal has what became of them.
services_mended() {
  within 300 "$1" "a node for the homeless" incident NoSuitableNode homeless closed
  within 300 "$1" "the image is there" incident ImageMissing imageless closed
  within 300 "$1" "health checks pass" incident Unhealthy ailing closed
  within 300 "$1" "the update goes on" incident RolloutPaused works closed
  within 300 "$1" "the loop ended" incident CrashLoop crashing closed
  eventually 300 "the Alertmanager holds the crash loop for over" not alerting CrashLoop service crashing
  eventually 300 "the journal has the whole story" recorded
}
recorded() {
  ask "$PORT" '/v1/decisions?service=crashing' |
    jq -e '[.decisions[].summary] | any(contains("opened")) and any(contains("acknowledged")) and any(contains("closed"))'
}
