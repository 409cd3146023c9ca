# Looks into what a native image would be compiled from, for what was found to be needed. Sourced after toolchain.sh.
# shellcheck shell=bash

# check_native_sources SERVICE: says on standard output what services/SERVICE/target/native-sources lacks, a line each; fails when
# that is anything. It is made by: scripts/mvn -pl services/SERVICE -am package -DskipTests -Dnative -Dquarkus.native.sources-only=true
check_native_sources() {
  local service=$1 sources=$DROVER_ROOT/services/$1/target/native-sources runner lacks=0 work
  apt_install unzip jq
  if [ ! -s "$sources/native-image.args" ]; then
    printf 'no native sources of %s\n' "$service"
    return 1
  fi
  work=$(mktemp -d)
  runner=$(find "$sources" -maxdepth 1 -name '*-runner.jar' -print -quit)
  unzip -q "$runner" 'META-INF/native-image/*' -d "$work/runner"
  tr ' ' '\n' <"$sources/native-image.args" >"$work/arguments"
  native_configuration_of engine
  {
    native_arguments
    native_classes
    native_engine
    native_service
  } >"$work/lacks"
  cat "$work/lacks"
  [ ! -s "$work/lacks" ] || lacks=1
  rm -rf "$work"
  return "$lacks"
}

# native_configuration_of MODULE: unpacks a library's part into $work/MODULE; nothing where the service hasn't that library.
native_configuration_of() {
  local jar
  mkdir -p "$work/$1"
  # "modified-" where Quarkus took classes out of it, to transform them.
  for jar in "$sources"/lib/{,modified-}io.drover.drover-"$1"-*.jar; do
    [ ! -e "$jar" ] || unzip -q -j "$jar" 'META-INF/native-image/*' -d "$work/$1" 2>/dev/null || true
  done
}

# native_has FILE PATTERN WHAT: tells WHAT where no line of the file matches.
native_has() {
  [ -e "$1" ] && finds -E -e "$2" <"$1" || printf '%s\n' "$3"
}

native_arguments() {
  native_has "$work/arguments" '^-Os$' 'no -Os: the binary would be large'
  native_has "$work/arguments" '^-R:MaxHeapSize=[0-9]+m$' 'no -R:MaxHeapSize: the heap would have no bound'
  native_has "$work/arguments" '^--enable-url-protocols=.*https' \
    'no https: TLS is off, and no java.net.http.HttpClient can be made (quarkus.ssl.native)'
}

# Every class that carries the annotation, of the service and of the libraries that Quarkus indexes.
native_classes() {
  local reflection=$work/runner/META-INF/native-image/reflect-config.json file class sources_of=("services/$service")
  [ "$service" = agent ] || sources_of+=(src/journal)
  jq -r '.[].name' "$reflection" >"$work/reflection"
  while IFS= read -r file; do
    class=${file#*/src/main/java/}
    class=${class%.java}
    native_has "$work/reflection" "^${class//\//\\.}\$" "${class//\//.} is not registered for reflection"
  done < <(cd "$DROVER_ROOT" && grep -rlx --include='*.java' '@RegisterForReflection' src/runtime/src/main "${sources_of[@]/%//src/main}")
  [ "$service" = agent ] || native_migrations
}

native_migrations() {
  local file pattern
  native_configuration_of journal
  pattern=$(jq -r '.resources.includes[0].pattern' "$work/journal/resource-config.json" 2>/dev/null) || true
  for file in "$DROVER_ROOT"/src/journal/src/main/resources/db/drover/journal/*.sql; do
    grep -qP "^${pattern:-nothing}\$" <<<"db/drover/journal/${file##*/}" || printf 'the migration %s is not in the image\n' "${file##*/}"
  done
}

# docker-java's transport, by its parts: facts that a compiled sample showed.
native_engine() {
  local name
  for name in com.github.dockerjava.transport com.sun.jna org.apache.hc.client5.http.impl.auth; do
    native_has "$work/engine/native-image.properties" "--initialize-at-run-time=.*${name//./\\.}(,|\$)" \
      "$name is not initialized at run time"
  done
  jq -e 'any(.[]; .name == "java.net.UnixDomainSocketAddress"
      and any(.methods[]; .name == "of" and .parameterTypes == ["java.lang.String"]))' "$work/engine/reflect-config.json" \
    >/dev/null 2>&1 || printf 'UnixDomainSocketAddress.of(String) is not registered: the engine could not be reached\n'
  native_library org.brotli.dec 'httpclient5 refers to it'
}

# native_library NAME WHY
native_library() {
  compgen -G "$sources/lib/$1-*.jar" >/dev/null || printf '%s is not there: %s\n' "$1" "$2"
}

# What only some have.
native_service() {
  case $service in
    agent)
      native_configuration_of archive
      native_has "$work/archive/native-image.properties" 'initialize-at-run-time=com\.sun\.jna' "JNA isn't initialized at run time"
      native_has "$work/archive/jni-config.json" '"com\.sun\.jna\.Pointer"' 'JNA has nothing to look up: movers would do without it'
      native_has "$work/archive/resource-config.json" 'libjnidispatch\.so' "JNA's library is not in the image"
      ;;
    failover)
      native_has "$work/runner/META-INF/native-image/io.drover/drover-failover/native-image.properties" \
        '--initialize-at-run-time=org\.xbill\.DNS' 'org.xbill.DNS is not initialized at run time'
      unzip -l "$runner" | finds 'ResolverConfigSubstitution\.class' ||
        printf "the substitution of dnsjava's ResolverConfig is not there\n"
      ;;
  esac
}
