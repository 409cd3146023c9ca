# (c) Size, start-up and memory of each image, idle. scripts/bench footprint; needs an engine, which it starts if need be.
# shellcheck shell=bash

. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/tokens.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
e2e_begin
ensure_tokens
(cd "$DROVER_ROOT" && "$MVN" -B -ntp -q package -DskipTests) >&2
started=()
cleanup() {
  [ ${#started[@]} -eq 0 ] || docker rm -f -v "${started[@]}" >/dev/null 2>&1
  docker image rm -f "${DROVER_IMAGES[@]/#/drover-bench/}" >/dev/null 2>&1
  stop_what_we_started
}
ensure_docker

# memory CONTAINER FIELD-V1 FIELD-V2: one field of its memory statistics, in MiB.
memory() {
  local file
  file=$(find /sys/fs/cgroup -path "*$1*" -name memory.stat -print -quit)
  awk -v one="$2" -v two="$3" '$1 == one || $1 == two { printf "%.1f", $2 / 1048576; exit }' "$file"
}
used() {
  local directory
  directory=$(dirname "$(find /sys/fs/cgroup -path "*$1*" -name memory.stat -print -quit)")
  cat "$directory/memory.usage_in_bytes" 2>/dev/null || cat "$directory/memory.current"
}

rows=
for service in "${DROVER_IMAGES[@]}"; do
  "$DROVER_ROOT/native/jvm-image" "$service" "drover-bench/$service" >/dev/null
  size=$(docker image inspect -f '{{.Size}}' "drover-bench/$service" | awk '{ printf "%.0f", $1 / 1e6 }')
  id=$(docker run -d --network none --read-only --tmpfs /tmp -v /var/lib/drover -u 0 -v /var/run/docker.sock:/var/run/docker.sock "drover-bench/$service")
  started+=("$id")
  up() { docker logs "$id" 2>&1 | finds 'started in'; }
  until_true 60 up || die "$service did not start"
  startup=$(docker logs "$id" 2>&1 | sed -n 's/.*started in \([0-9.]*\)s.*/\1/p' | head -n 1)
  # Until the first garbage collections are over.
  sleep 20
  working=$(awk -v u="$(used "$id")" -v i="$(memory "$id" total_inactive_file inactive_file)" 'BEGIN { printf "%.1f", u / 1048576 - i }')
  anonymous=$(memory "$id" total_rss anon)
  mapped=$(memory "$id" total_mapped_file file_mapped)
  rows+="$service $size $startup $anonymous $mapped $working"$'\n'
done
printf '%s' "$rows" | awk '
  BEGIN { printf "%-10s %10s %12s %16s %16s %16s\n", "image", "size MB", "start-up s", "anonymous MiB", "mapped MiB", "working set MiB" }
  { printf "%-10s %10s %12s %16s %16s %16s\n", $1, $2, $3, $4, $5, $6
    figures = figures sprintf("figure %s_size %s MB\nfigure %s_startup %s s\nfigure %s_working_set %s MiB\n", $1, $2, $1, $3, $1, $6) }
  END { printf "%s", figures }'
