# (g) Archives of a volume: the mover, plain and encrypted, against `tar czf` (what `docker run … tar czf` does) and restic, on the same
# files, one after the other. scripts/bench backup [MIB]; needs root, and services/agent built.
# shellcheck shell=bash

. "$DROVER_ROOT/scripts/lib/engine.sh"
mib=${1:-2048}
apt_install restic age zstd time jq
app=$DROVER_ROOT/services/agent/target/quarkus-app
[ -f "$app/quarkus-run.jar" ] || die "services/agent is not built: scripts/mvn package"
work=$(mktemp -d "${TMPDIR:-/tmp}/drover-bench-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 143' INT TERM

# Two fifths of log lines, two fifths that nothing can compress, a fifth in files of 4 KiB, and a hole of as much again.
data=$work/data
mkdir -p "$data/small"
say "making $mib MiB of files"
awk 'BEGIN { srand(1); while (1) printf "2026-11-%02d %02d:%02d:%02d INFO request %d of user-%d took %d ms, answered %d\n",
  1 + rand() * 30, rand() * 24, rand() * 60, rand() * 60, rand() * 1e9, rand() * 1e4, rand() * 900, 200 + int(rand() * 4) * 100 }' |
  head -c $((mib * 419430)) >"$data/log" || true
head -c $((mib * 419430)) /dev/urandom >"$data/noise"
head -c $((mib * 209715)) "$data/log" | split -b 4096 -a 6 - "$data/small/file-"
truncate -s "${mib}M" "$data/hole"

# The mover reads /volume: it gets a root of its own in which that is the folder.
mkfifo "$work/open"
exec 7<>"$work/open"
cat >"$work/mover" <<'SCRIPT'
set -eu
root=$1 data=$2
shift 2
mount -t tmpfs none "$root"
mkdir "$root/volume"
mount --bind -o ro "$data" "$root/volume"
for folder in /*; do
  [ ! -d "$folder" ] || [ "$folder" = /volume ] || [ -L "$folder" ] || { mkdir "$root$folder" && mount --rbind "$folder" "$root$folder"; }
  [ ! -L "$folder" ] || cp -P "$folder" "$root$folder"
done
exec chroot "$root" "$@"
SCRIPT
# mover RECIPIENTS: with the options of its image.
mover() {
  mkdir -p "$work/root"
  unshare -m sh "$work/mover" "$work/root" "$data" env "DROVER_MOVER={\"mode\":\"READ\",\"recipients\":[$1]}" \
    /usr/bin/time -f '%e %U %S %M' -o "$work/cost" "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xss512k -Xmx44m -XX:ReservedCodeCacheSize=24m \
    --enable-native-access=ALL-UNNAMED -Ddrover.mover=true -jar "$app/quarkus-run.jar" <&7 2>"$work/records"
  jq -es 'map(select(.end)) | length == 1' <(grep '^{' "$work/records") >/dev/null || die "the mover failed: $(tail -n 3 "$work/records")"
}
mover_plain() { mover '' >"$work/out"; }
mover_age() { mover "\"$recipient\"" >"$work/out"; }
tar_gzip() { /usr/bin/time -f '%e %U %S %M' -o "$work/cost" tar czf "$work/out" -C "$data" .; }
restic_backup() {
  RESTIC_PASSWORD=bench restic -q --no-cache -r "$work/repository" init
  (cd "$data" && RESTIC_PASSWORD=bench /usr/bin/time -f '%e %U %S %M' -o "$work/cost" restic -q --no-cache -r "$work/repository" backup .)
  tar -cf "$work/out" -C "$work/repository" .
}
age-keygen -o "$work/key" 2>/dev/null
recipient=$(age-keygen -y "$work/key")

rows=
for way in mover_plain mover_age tar_gzip restic_backup; do
  say "$way"
  # Each finds the files in the page cache, as far as they fit, and a disk that has nothing else to write.
  find "$data" -type f ! -name hole -exec cat {} + >/dev/null
  sync
  "$way"
  rows+="$way $(cat "$work/cost") $(stat -c %s "$work/out")"$'\n'
  case $way in
    mover_plain) zstd -dc "$work/out" | tar -t | wc -l | finds -x "$(find "$data" | wc -l)" || die "not all is in the archive" ;;
    mover_age) age -d -i "$work/key" "$work/out" | zstd -t -q || die "the archive can't be decrypted" ;;
  esac
  rm -rf "$work/out" "$work/repository"
done
printf '%s' "$rows" | awk '
  BEGIN { printf "%-14s %9s %9s %10s %14s\n", "", "time s", "CPU s", "size MiB", "peak memory MiB" }
  { printf "%-14s %9.1f %9.1f %10.1f %14.0f\n", $1, $2, $3 + $4, $6 / 1048576, $5 / 1024
    figures = figures sprintf("figure backup_%s_time %s s\nfigure backup_%s_cpu %.1f s\nfigure backup_%s_size %.1f MiB\nfigure backup_%s_memory %.0f MiB\n",
      $1, $2, $1, $3 + $4, $1, $6 / 1048576, $1, $5 / 1024) }
  END { printf "%s", figures }'
