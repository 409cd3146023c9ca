#!/usr/bin/env bash
# The scripts around native images, where there is nothing to compile with: what is missing is said before anything is changed; what
# is too old is known; what goes into an image is what its binary needs, and nothing else; services check their health themselves.
# Nothing is compiled: a program of this machine takes the binary's place where only its surroundings are looked at.
set -euo pipefail
. "$(dirname "$0")/../../lib/toolchain.sh"
. "$DROVER_ROOT/scripts/lib/engine.sh"
. "$DROVER_ROOT/scripts/lib/e2e.sh"
. "$DROVER_ROOT/native/rootfs.sh"
. "$DROVER_ROOT/native/native.sh"
e2e_begin
unset GRAALVM_HOME DROVER_NATIVE_BUILDER BASE
engine=$E2E_WORK/engine
cleanup() { [ ! -e "$engine/network" ] || private_engine stop "$engine"; }

# refuses TEXT COMMAND...: whether it ends with 1 and says that.
refuses() {
  local text=$1 status=0
  shift
  "$@" >"$E2E_WORK/refused" 2>&1 || status=$?
  [ "$status" -eq 1 ] && finds -F -- "$text" <"$E2E_WORK/refused"
}
compiler=$DROVER_ROOT/native/native-image
fake=$E2E_WORK/graalvm
mkdir -p "$fake/bin"
# says LINE...: what the native-image of the fake GraalVM answers, to any question.
says() {
  printf '%s\n' "$@" >"$fake/said"
  # shellcheck disable=SC2016
  printf '#!/bin/sh\nexec cat "%s/said"\n' "$fake" >"$fake/bin/native-image"
  chmod +x "$fake/bin/native-image"
}

say "without a GraalVM and a builder"
check "the compiler script says what is missing" refuses "nothing here compiles native images: GRAALVM_HOME names none." "$compiler" scaling
check "and what would do" finds -F DROVER_NATIVE_BUILDER <"$E2E_WORK/refused"
check "a GRAALVM_HOME without native-image is told" \
  refuses "GRAALVM_HOME has no bin/native-image: $fake" env "GRAALVM_HOME=$fake" "$compiler" scaling
check "an unknown service, too" refuses "where SERVICE is one of" "$compiler" nothing
check "scripts/up --native says it" refuses "nothing here compiles native images" \
  env "DROVER_STATE=$E2E_WORK/untouched" "$DROVER_ROOT/scripts/up" --native
check "before it has changed anything" test ! -e "$E2E_WORK/untouched"
check "a builder image will do" test "$(DROVER_NATIVE_BUILDER=builders/mandrel:25 "$compiler" --check)" = "container builders/mandrel:25"

say "versions of native-image"
usable() { test "$(GRAALVM_HOME=$fake "$compiler" --check)" = "local $(tr '\n' ' ' <"$fake/said" | sed 's/ *$//')"; }
new() {
  says "$@"
  check "new enough: $(paste -sd' ' "$fake/said")" usable
}
old() {
  says "$@"
  check "too old: $(paste -sd' ' "$fake/said")" \
    refuses "too old, or none that is known; it says: $1" env "GRAALVM_HOME=$fake" "$compiler" --check
}
new "native-image 21 2023-09-19" "GraalVM Runtime Environment GraalVM CE 21+35.1 (build 21+35-jvmci-23.1-b15)" \
  "Substrate VM GraalVM CE 21+35.1 (build 21+35, serial gc)"
new "native-image 21.0.2 2024-01-16" "GraalVM Runtime Environment Oracle GraalVM 21.0.2+13.1 (build 21.0.2+13-LTS-jvmci-23.1-b30)"
new "native-image 21.0.1 2023-10-17" "OpenJDK Runtime Environment Mandrel-23.1.1.0-Final (build 21.0.1+12-LTS)"
new "native-image 24-beta 2025-03-18" "OpenJDK Runtime Environment Mandrel-24.2.0-dev0543913f7cb (build 24-beta+12-ea)"
new "native-image 25.0.3 2026-04-21" "OpenJDK Runtime Environment Mandrel-25.0.3.0-Final (build 25.0.3+9-LTS)"
new "native-image 25 2025-09-16" "GraalVM Runtime Environment GraalVM CE 25+37.1 (build 25+37-jvmci-b01)"
old "native-image 17.0.6 2023-01-17" "GraalVM Runtime Environment Mandrel-23.0.0-dev (build 17.0.6+10)"
old "native-image 20.0.1 2023-04-18" "GraalVM Runtime Environment GraalVM CE 20.0.1+9.1 (build 20.0.1+9-jvmci-23.0-b12)"
old "native-image 21-beta 2023-09-19" "OpenJDK Runtime Environment Mandrel-23.0.0.1-devde078ae3bea (build 21-beta+35-ea)"
# The number after "native-image" was that of the release then.
old "native-image 22.3.0.0-Final Mandrel Distribution (Java Version 17.0.5+8)"
old "GraalVM 22.3.0 Java 17 CE (Java Version 17.0.5+8-jvmci-22.3-b08)"
old "something else"
check "with a builder at hand, that one is taken" \
  test "$(GRAALVM_HOME=$fake DROVER_NATIVE_BUILDER=b:1 "$compiler" --check 2>/dev/null)" = "container b:1"
printf '#!/bin/sh\necho "no such JVM" >&2\nexit 3\n' >"$fake/bin/native-image"
check "one that doesn't run is told" refuses "does not run; it says: no such JVM" env "GRAALVM_HOME=$fake" "$compiler" --check

say "what goes into an image, with $(type -P true) in the binary's place"
stand_in=$(readlink -f "$(type -P true)")
context=$E2E_WORK/context
native_context "$context" "$stand_in"
check "the program finds its libraries there" chroot "$context/root" /app/service
programs=$(find "$context/root" -type f -perm /111 ! -path '*/lib*' -printf '%P ')
check "there is one binary, and no shell or busybox" test "$programs" = "app/service "
# What ends the script, in a shell of its own.
context_apart() (native_context "$E2E_WORK/apart" "$1")
build_apart() (native_build "$@")
alone_on_base() (
  BASE=some/base:1
  native_context "$E2E_WORK/on-base" "$1" && native_dockerfile scaling | finds -x 'FROM some/base:1' &&
    [ "$(find "$E2E_WORK/on-base/root" -type f)" = "$E2E_WORK/on-base/root/app/service" ]
)
check "on a BASE it is alone" alone_on_base "$stand_in"
# The names of libraries and of their versions are texts in the binary.
LC_ALL=C sed 's/libc\.so\.6/libq.so.6/g' "$stand_in" >"$E2E_WORK/other-library"
LC_ALL=C sed 's/GLIBC_2\./GLIBC_9./g' "$stand_in" >"$E2E_WORK/newer-library"
chmod +x "$E2E_WORK"/{other,newer}-library
check "a library that isn't here is told" refuses "libq.so.6 => not found" context_apart "$E2E_WORK/other-library"
check "so is a newer version of one" refuses "GLIBC_9." context_apart "$E2E_WORK/newer-library"
check "a BASE may have them" alone_on_base "$E2E_WORK/newer-library"

say "the images' settings"
# settled SERVICE: whether its Dockerfile says what it should.
settled() {
  local port=${DROVER_PORTS[$1]} lines
  lines=$(native_dockerfile "$1")
  finds -x 'FROM scratch' <<<"$lines" && finds -x 'USER 65532:65532' <<<"$lines" && finds -x "EXPOSE $port" <<<"$lines" &&
    sed -n 's/^ENTRYPOINT //p' <<<"$lines" | jq -e '.[0] == "/app/service" and (.[1] | startswith("-Xmx"))' >/dev/null &&
    sed -n 's/^HEALTHCHECK .* CMD //p' <<<"$lines" |
      jq -e --arg port "$port" '. == ["/app/service", "-Xmx8m", "healthy", $port, "15s"]' >/dev/null
}
for service in "${DROVER_IMAGES[@]}"; do check "$service" settled "$service"; done
commands=$(grep 'q/health' "$DROVER_ROOT"/swarm/drover*.yml || true)
check "the stack files leave the check's command to the images" test -z "$commands"

say "an image of it, on an engine of its own"
private_engine start "$engine" native-images
export DOCKER_HOST=unix://$engine/docker.sock
check "what can't check itself gets no tag" \
  refuses "does not work in the image; asked for a health check it says: nothing" build_apart "$context" scaling case:1
check "and leaves no image" test -z "$(docker image ls -q)"
build_image "$context" case:1
docker create --name case case:1 >/dev/null
docker export case | tar -tv --numeric-owner >"$E2E_WORK/files"
for directory in var/lib/drover backups; do
  check "the service may write to /$directory" finds -E "^d.* 65532/65532 .* $directory/?$" <"$E2E_WORK/files"
done
check "its binary is root's" finds -E '^-rwxr-xr-x 0/0 .* app/service$' <"$E2E_WORK/files"
check "its health check is the binary's" test "$(docker image inspect -f '{{index .Config.Healthcheck.Test 1}}' case:1)" = /app/service
unset DOCKER_HOST

say "built services, asked for a health check"
mkdir -p "$E2E_WORK/www/q/health"
printf '{}' >"$E2E_WORK/www/q/health/live"
port=$(free_port)
busybox httpd -f -p "127.0.0.1:$port" -h "$E2E_WORK/www" &
E2E_CHILDREN+=("$!")
until_true 30 curl -sS "http://127.0.0.1:$port/q/health/live" || die "busybox httpd did not start"
closed=$(free_port)
# checks SERVICE PORT: runs its check; what it says goes to a file.
checks() {
  local jar=$DROVER_ROOT/services/$1/target/quarkus-app/quarkus-run.jar
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar "$jar" healthy "$2" >"$E2E_WORK/said" 2>&1
}
well() { checks "$1" "$port" && [ ! -s "$E2E_WORK/said" ]; }
refused="healthy: 127.0.0.1:$closed/q/health/live can't be connected to: Connection refused"
ill() { ! checks "$1" "$closed" && [ "$(cat "$E2E_WORK/said")" = "$refused" ]; }
for service in "${DROVER_IMAGES[@]}"; do
  [ -f "$DROVER_ROOT/services/$service/target/quarkus-app/quarkus-run.jar" ] ||
    die "$service is not built: run scripts/test unit, or scripts/mvn package"
  check "$service finds a server well, without a word" well "$service"
  check "$service says that nobody listens, and nothing else" ill "$service"
done
