# What a built service is and how it starts: jars, or native binaries where DROVER_ARTEFACT is native (scripts/test it --native).
# Sourced after toolchain.sh.
# shellcheck shell=bash
# shellcheck disable=SC2034 # arrays that are answers

native_artefacts() { [ "${DROVER_ARTEFACT:-jar}" = native ]; }

# built_binary SERVICE: the path of its native binary.
built_binary() {
  local binary
  binary=$(find "$DROVER_ROOT/services/$1/target" -maxdepth 1 -name '*-runner' -perm -u+x -print -quit 2>/dev/null)
  [ -n "$binary" ] || die "$1 has no native binary: run scripts/test it --native"
  printf '%s\n' "$binary"
}

# built_jar SERVICE: the path of its jar, beside which its libraries are.
built_jar() {
  local jar=$DROVER_ROOT/services/$1/target/quarkus-app/quarkus-run.jar
  [ -f "$jar" ] || die "$1 is not built: run scripts/test unit, or scripts/mvn package"
  printf '%s\n' "$jar"
}

# launch_of SERVICE: the command that starts it. The words before its options land in LAUNCH, those after them in LAUNCH_END.
launch_of() {
  local artefact
  if native_artefacts; then
    artefact=$(built_binary "$1") || exit 1
    # As in its image, see native/.
    LAUNCH=("$artefact" -Xmx32m -Xmn4m)
    [ "$1" != agent ] || LAUNCH=("$artefact" -Xmx16m -Xmn2m)
    LAUNCH_END=()
  else
    artefact=$(built_jar "$1") || exit 1
    LAUNCH=("$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx128m -XX:TieredStopAtLevel=1)
    LAUNCH_END=(-jar "$artefact")
  fi
}

# image_sources SERVICE: the files that its image is made of and by, a line each.
image_sources() {
  if native_artefacts; then
    built_binary "$1"
    printf '%s\n' "$DROVER_ROOT"/native/{rootfs.sh,native.sh}
  else
    printf '%s\n' "$DROVER_ROOT/services/$1/target/quarkus-app" \
      "$DROVER_ROOT"/{pom.xml,services/"$1"/pom.xml,native/rootfs.sh,native/jvm-image}
  fi
}

# service_image SERVICE TAG: builds its image of what is built, on the engine of DOCKER_HOST.
service_image() {
  if native_artefacts; then
    (
      . "$DROVER_ROOT/native/rootfs.sh"
      . "$DROVER_ROOT/native/native.sh"
      binary=$(built_binary "$1") || exit 1
      context=$(mktemp -d)
      trap 'rm -rf "$context"' EXIT
      native_context "$context" "$binary"
      native_build "$context" "$1" "$2"
    )
  else
    "$DROVER_ROOT/native/jvm-image" "$1" "$2"
  fi
}
