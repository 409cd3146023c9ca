# What compiles native images, and what goes into them. Sourced after toolchain.sh and rootfs.sh.
# shellcheck shell=bash

# graalvm_is_new: reads what `native-image --version` says; whether it is 23.1 or newer, the releases for JDK 21 and newer.
graalvm_is_new() {
  local said jdk release
  said=$(cat)
  # Up to 22.3 it is one line with the JDK in brackets, and what follows "native-image" is no JDK.
  jdk=$(sed -n 's/.*(Java Version \([0-9]\{1,\}\).*/\1/p' <<<"$said" | head -n 1)
  [ -n "$jdk" ] || jdk=$(sed -n 's/^native-image \([0-9]\{1,\}\).*/\1/p' <<<"$said" | head -n 1)
  # A release of its own, as in Mandrel-23.1.2.0-Final or jvmci-23.1-b30; newer ones count with the JDK: Mandrel-25.0.0.0-Final.
  release=$(sed -n 's/.*\(Mandrel\|jvmci\)-\([0-9]\{1,\}\.[0-9]\{1,\}\).*/\2/p' <<<"$said" | head -n 1)
  [ "${jdk:-0}" -ge 21 ] && [ "$(printf '23.1\n%s\n' "${release:-23.1}" | sort -V | head -n 1)" = 23.1 ]
}

# native_compiler: prints what there is to compile with, "local VERSION" or "container IMAGE"; ends the script with what is missing
# where there is neither. Changes nothing.
native_compiler() {
  local here=${GRAALVM_HOME:-} said problem
  if [ -z "$here" ]; then
    problem='GRAALVM_HOME names none'
  elif [ ! -x "$here/bin/native-image" ]; then
    problem="GRAALVM_HOME has no bin/native-image: $here"
  elif ! said=$("$here/bin/native-image" --version 2>&1); then
    problem="GRAALVM_HOME's native-image does not run; it says: ${said:-nothing}"
  elif ! graalvm_is_new <<<"$said"; then
    problem="GRAALVM_HOME's is too old, or none that is known; it says: ${said:-nothing}"
  else
    printf 'local %s\n' "$(tr '\n' ' ' <<<"$said" | sed 's/ *$//')"
    return
  fi
  if [ -n "${DROVER_NATIVE_BUILDER:-}" ]; then
    [ -z "$here" ] || say "compiling in a container of $DROVER_NATIVE_BUILDER, since $problem"
    printf 'container %s\n' "$DROVER_NATIVE_BUILDER"
    return
  fi
  die "nothing here compiles native images: $problem.
  Either of these will do:
    GRAALVM_HOME=...            a GraalVM or Mandrel of 23.1 or newer (for JDK 21 or newer) on this machine
    DROVER_NATIVE_BUILDER=...   the name of a builder image with one, for Quarkus to compile in; the binary then links to that
                                image's C library, which must not be newer than this machine's (or name a BASE for the image)
  Without, scripts/up builds JVM images."
}

# native_options: what Maven compiles native binaries with lands in NATIVE_OPTIONS, what that is in NATIVE_COMPILER; installs what a
# local compiler links with. Ends the script where native_compiler does.
# shellcheck disable=SC2034 # for the scripts that source this
native_options() {
  local compiler
  compiler=$(native_compiler) || exit 1
  NATIVE_COMPILER=${compiler#* }
  NATIVE_OPTIONS=(-Dnative)
  case $compiler in
    local*)
      need_c_compiler
      # A GraalVM is a JDK, too.
      export JAVA_HOME=${JAVA_HOME:-$GRAALVM_HOME}
      ;;
    container*)
      # One that is on this machine already needs no registry.
      NATIVE_OPTIONS+=(-Dquarkus.native.container-build=true "-Dquarkus.native.builder-image=$NATIVE_COMPILER"
        -Dquarkus.native.builder-image.pull=missing)
      ;;
  esac
}

# need_c_compiler: native-image links with gcc, and to zlib.
need_c_compiler() {
  printf '#include <zlib.h>\n#include <stdio.h>\n' | gcc -E - >/dev/null 2>&1 || apt_install gcc libc6-dev zlib1g-dev
}

# lacking BINARY: what it links to and this machine doesn't have, a line each: libraries, or versions of them.
lacking() {
  { ldd "$1" 2>&1 || true; } | sed -n "s/^[[:space:]]*//; s|^$1: ||; /not found/p" | sort -u
}

# native_context CONTEXT BINARY: what a native image is made of. The binary links to the C library and zlib, which come from this
# machine; not so with BASE, whose own libraries must not be mixed with others.
native_context() {
  local context=$1 binary=$2 missing
  mkdir -p "$context/root/app" "$context/owned/var/lib/drover" "$context/owned/backups"
  cp "$binary" "$context/root/app/service"
  [ -z "${BASE:-}" ] || return 0
  missing=$(lacking "$binary")
  [ -z "$missing" ] || die "the binary needs what this machine doesn't have, and would not start in an image FROM scratch:
$(sed 's/^/    /' <<<"$missing")
  It was linked elsewhere, to a newer C library perhaps. Compile on this machine (GRAALVM_HOME), in a builder image whose C library is
  not newer than this machine's (DROVER_NATIVE_BUILDER), or name an image that has what it needs (BASE)."
  skeleton "$context/root"
  with_libraries "$context/root" "$context/root/app/service"
  name_service "$context/root"
}

# native_dockerfile SERVICE: the Dockerfile.
native_dockerfile() {
  local port=${DROVER_PORTS[$1]} heap=(-Xmx32m -Xmn4m)
  # What is new gets little: it is either dead with its answer or lives for long. A third of the heap would be usual, used or not.
  [ "$1" != agent ] || heap=(-Xmx16m -Xmn2m)
  printf 'FROM %s\n' "${BASE:-scratch}"
  printf 'COPY root/ /\n'
  printf 'COPY --chown=65532:65532 owned/ /\n'
  printf 'USER 65532:65532\n'
  printf 'WORKDIR /app\n'
  printf 'EXPOSE %s\n' "$port"
  # One arena for all threads, whose free end goes back to the kernel: each of them would keep the most that it ever had.
  printf 'ENV MALLOC_ARENA_MAX=1 MALLOC_TRIM_THRESHOLD_=131072\n'
  printf 'ENTRYPOINT %s\n' "$(json_array /app/service "${heap[@]}" -XX:+ExitOnOutOfMemoryError -Djava.io.tmpdir=/tmp \
    -Dquarkus.vertx.event-loops-pool-size=1)"
  # The binary checks itself: a second process of it asks the first, and loads nothing else. It shares the mapped binary with the
  # service and allocates some hundred kilobytes, too little for a collection; the heap's bound is only there so that it can't take
  # the memory of the service, whose limit counts for both.
  # Of the two time limits the engine's counts, which a stack file can set; the other one ends a check that the engine lost.
  printf 'HEALTHCHECK --interval=5s --timeout=3s --start-period=10s --retries=3 CMD %s\n' \
    "$(json_array /app/service -Xmx8m healthy "$port" 15s)"
  printf 'LABEL org.opencontainers.image.title="drover %s (native)" org.opencontainers.image.licenses="Apache-2.0"\n' "$1"
}

# native_build CONTEXT SERVICE TAG: the image of a native_context; it gets its tag once its binary has shown that it works in there.
native_build() {
  local unchecked=$3-unchecked said
  native_dockerfile "$2" >"$1/Dockerfile"
  build_image "$1" "$unchecked"
  if ! said=$(checks_itself "$unchecked" "${DROVER_PORTS[$2]}"); then
    docker image rm -f "$unchecked" >/dev/null
    die "the binary does not work in the image; asked for a health check it says: ${said:-nothing}"
  fi
  docker tag "$unchecked" "$3"
  docker image rm "$unchecked" >/dev/null
}

# checks_itself IMAGE PORT: whether its binary finds its libraries and does a health check, which here finds that nobody listens;
# prints what it says.
checks_itself() {
  local said
  said=$(docker run --rm --network none --read-only --cap-drop ALL "$1" healthy "$2" 2>&1) || true
  printf '%s\n' "$said"
  case $said in "healthy: 127.0.0.1:$2/q/health/live can't be connected to: "*) ;; *) return 1 ;; esac
}
