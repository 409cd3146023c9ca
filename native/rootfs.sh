# Puts root file systems together out of what this machine has. Sourced after toolchain.sh.
# shellcheck shell=bash

# What the services load, found by running their tests and endpoints on the trimmed run-time image.
# shellcheck disable=SC2034 # used by the scripts that source this
MODULES_AGENT=java.base,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml,jdk.management,jdk.unsupported,jdk.zipfs
# shellcheck disable=SC2034
MODULES_CONTROL=$MODULES_AGENT,java.desktop,java.instrument,java.rmi,java.security.jgss,java.security.sasl,jdk.net

# skeleton ROOT: names, and a place for temporary files.
skeleton() {
  local root=$1
  mkdir -p "$root"/{bin,etc,tmp,proc,sys,dev,run,usr/lib,lib,lib64,var/lib}
  chmod 1777 "$root/tmp"
  printf 'root:x:0:0:root:/:/sbin/nologin\ndrover:x:65532:65532:drover:/:/sbin/nologin\n' >"$root/etc/passwd"
  printf 'root:x:0:\ndrover:x:65532:\n' >"$root/etc/group"
  printf 'passwd: files\ngroup: files\nhosts: files dns\n' >"$root/etc/nsswitch.conf"
}

# put_wget ROOT: busybox as /bin/wget, for the health check of an image that has no binary to check itself.
put_wget() { cp "$(command -v busybox)" "$1/bin/wget"; }

# with_libraries ROOT FILE...: copies the shared libraries that these files need, where they are looked for.
with_libraries() {
  local root=$1 library
  shift
  # A line of ldd is "name => path (address)", "path (address)" or the kernel's own, which has no file.
  { ldd "$@" 2>/dev/null || true; } | sed -n 's/.*=> \(\/[^ ]*\) .*/\1/p; s/^[[:space:]]*\(\/[^ :]*\) (.*/\1/p' | sort -u |
    while read -r library; do
      case $library in "$root"/*) continue ;; esac
      mkdir -p "$root$(dirname "$library")"
      cp -Lu "$library" "$root$library"
    done
}

# java_runtime ROOT MODULES: a run-time image at /java.
java_runtime() {
  local root=$1 modules=$2 said
  # Without the JDK's own archives of classes: the application's cache, from the training run, has these classes, too.
  said=$("$JAVA_HOME/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --compress=zip-6 \
    --output "$root/java" 2>&1) || die "jlink failed: $said"
  # shellcheck disable=SC2046
  with_libraries "$root" "$root/java/bin/java" $(find "$root/java/lib" -name '*.so')
  name_service "$root"
}

# name_service ROOT: the name service modules are loaded by name, so nobody links to them; newer C libraries have them built in.
name_service() {
  local root=$1 module directory
  for module in libnss_files.so.2 libnss_dns.so.2 libresolv.so.2; do
    for directory in /lib/x86_64-linux-gnu /lib/aarch64-linux-gnu /usr/lib64; do
      if [ -e "$directory/$module" ]; then
        mkdir -p "$root$directory"
        cp -Lu "$directory/$module" "$root$directory/$module"
      fi
    done
  done
}

# train ROOT PORT OPTION...: runs the application once inside ROOT, answers its health and a few requests, and writes
# /app/app.aot. The cache holds for the same jars, JVM and options only, hence the same root file system. Where this machine has a
# PostgreSQL, the journal is written and read, too. A first run migrates it and is not recorded: every class in the cache takes
# memory of each process that has it, and those that migrate are needed once in a release.
train() {
  local root=$1 port=$2 log=$1/../training.log trained=0 servers database='' journal=()
  shift 2
  servers=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  if [ -x "$servers/initdb" ] && compgen -G "$root/app/lib/main/*drover-journal*" >/dev/null; then
    # PostgreSQL does not run as root, which the directory of the root file system belongs to.
    database=$(mktemp -d)
    chown 65534:65534 "$database"
    journal=(-Ddrover.journal.url=postgresql://127.0.0.1:5432/postgres -Ddrover.journal.user=drover)
  fi
  cp "$(command -v busybox)" "$root/bin/busybox"
  printf 'training-token' >"$root/tmp/token"
  # Its own network: a port in use, or an engine at hand, must not change what is trained.
  unshare --mount --net --pid --fork --mount-proc="$root/proc" bash -c '
    root=$1 port=$2 servers=$3 database=$4; shift 4
    mount -t tmpfs tmpfs "$root/dev" && touch "$root/dev/null" "$root/dev/random" "$root/dev/urandom"
    for node in null random urandom; do mount --bind "/dev/$node" "$root/dev/$node"; done
    chroot "$root" /bin/busybox ip link set lo up
    if [ -n "$database" ]; then
      nobody() { (cd / && exec setpriv --reuid=65534 --regid=65534 --clear-groups "$servers/$1" -D "$database/data" "${@:2}"); }
      nobody initdb -U drover -A trust --no-sync
      nobody postgres -k "$database" -c listen_addresses=127.0.0.1 -c fsync=off &
    fi
    get() { chroot "$root" /bin/wget -q -O "${2:-/dev/null}" --header "Authorization: Bearer training-token" "http://127.0.0.1:$port$1"; }
    journal_is_up() { get /v1/status - | tr "{" "\n" | grep -q "\"journal\".*\"up\":true"; }
    # started JAVA_OPTION...: starts the application as $app, and waits until it and its journal are up. A cache of half a start
    # would be taken for a good one, so a busy machine gets its time.
    started() {
      local attempt up=
      (cd "$root/app" && exec chroot "$root" /bin/busybox sh -c "cd /app && exec \"\$@\"" sh /java/bin/java "$@" \
        -Ddrover.tokens.viewer-file=/tmp/token -Ddrover.tokens.agent-file=/tmp/token -jar quarkus-run.jar) &
      app=$!
      for attempt in $(seq 2400); do
        if get /q/health/live 2>/dev/null; then up=1 && break; fi
        kill -0 "$app" || exit 1
        sleep 0.25
      done
      [ -n "$up" ] || { kill -KILL "$app"; echo "not up in 600 s"; exit 1; }
      for attempt in $(seq 240); do
        if [ -z "$database" ] || journal_is_up; then break; fi
        sleep 0.25
      done
    }
    ended() {
      kill -TERM "$(chroot "$root" /bin/busybox pidof java | tr " " "\n" | head -n 1)"
      wait "$app"
    }
    if [ -n "$database" ]; then
      started "$@"
      ended
    fi
    started -XX:AOTCacheOutput=/app/app.aot "$@"
    for round in 1 2 3; do
      for path in /q/health /q/metrics /v1/status /v1/stats /v1/node /metrics /v1/services /v1/decisions; do
        get "$path" 2>/dev/null
      done
    done
    ended
  ' bash "$root" "$port" "$servers" "$database" "$@" "${journal[@]}" >"$log" 2>&1 || trained=$?
  [ -z "$database" ] || rm -rf "$database"
  rm -rf "${root:?}/bin/busybox" "${root:?}/tmp/token" "${root:?}/dev" "${root:?}/proc"
  mkdir -p "$root/dev" "$root/proc"
  # A JVM that was told to end answers 143.
  if [ "$trained" -ne 143 ] || [ ! -s "$root/app/app.aot" ]; then
    tail -n 30 "$log" >&2
    die "the training run failed ($trained)"
  fi
}

# json_array WORD...: the words as Dockerfile wants them.
json_array() {
  printf '%s\n' "$@" | jq -R . | jq -cs .
}

# build_image CONTEXT TAG: docker build with whatever builder there is; shows its output only when it fails.
build_image() {
  # On the first layer, so that scripts/down also finds what a build that was cut off left.
  sed -i '1a LABEL org.opencontainers.image.vendor="Drover"' "$1/Dockerfile"
  # The classic builder needs no plug-in and no network; newer command lines warn that it is old.
  DOCKER_BUILDKIT=0 docker build -q -t "$2" "$1" >"$1/build.log" 2>&1 || docker build -q -t "$2" "$1" >"$1/build.log" 2>&1 || {
    cat "$1/build.log" >&2
    die "could not build $2"
  }
}
