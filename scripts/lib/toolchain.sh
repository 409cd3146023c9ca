# Finds or fetches what the build needs: a JDK of 21 or newer and Maven of 3.9.12 or newer. Sourced, not run.
# shellcheck shell=bash

DROVER_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
DROVER_MAVEN_VERSION=3.9.16
DROVER_CACHE=${DROVER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/drover}

# The services of the suite, each with its port.
declare -A DROVER_PORTS=([agent]=9480 [backup]=9484 [failover]=9485 [health]=9483 [placement]=9481 [scaling]=9482)
# shellcheck disable=SC2034 # for the scripts that source this
DROVER_SERVICES=(agent backup health placement scaling)
# With those that are deployed where somebody described what they need.
# shellcheck disable=SC2034
DROVER_IMAGES=("${DROVER_SERVICES[@]}" failover)

die() {
  printf 'drover: %s\n' "$*" >&2
  exit 1
}

# finds PATTERN: whether a line of standard input matches, reading all of it: `grep -q` ends with the first match, and then what still
# writes into the pipe fails, and with pipefail so does the pipe.
finds() { grep "$@" >/dev/null; }

say() { printf 'drover: %s\n' "$*" >&2; }

# service_port SERVICE: the port of a service of the suite; ends the script with USAGE where there is no such service.
service_port() {
  [ -n "${1:-}" ] && [ -n "${DROVER_PORTS[$1]:-}" ] || die "usage: ${2:-SERVICE} where SERVICE is one of: ${DROVER_SERVICES[*]}"
  printf '%s\n' "${DROVER_PORTS[$1]}"
}

# java_major JAVA: the feature release of a java executable, 0 when it doesn't run.
java_major() {
  local version
  version=$("$1" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
  printf '%s\n' "${version:-0}"
}

# apt_install PACKAGE...: installs what is missing; says what to do where this is no Debian or we are not root.
apt_install() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | finds '^install ok installed$' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  # One after the other: apt gives up where another one is at work. Whoever waited may find its packages there.
  if [ -z "${APT_TURN:-}" ] && [ -d /var/lib/dpkg ]; then
    (
      flock 8
      APT_TURN=1
      apt_install "${missing[@]}"
    ) 8</var/lib/dpkg
    return
  fi
  command -v apt-get >/dev/null || die "missing: ${missing[*]}; this is no Debian, install them by hand"
  [ "$(id -u)" -eq 0 ] || die "missing: ${missing[*]}; run as root, or: apt-get install ${missing[*]}"
  say "installing ${missing[*]}"
  apt-get update -qq >&2
  # Debian starts a package's service at once where there is an init; the suite starts its own servers on free ports.
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends "${missing[@]}" >&2 ||
    die "could not install ${missing[*]}"
}

# find_jdk: sets JAVA_HOME to the newest JDK (with javac) of 21 or newer, installing one if Debian has it.
find_jdk() {
  local best='' best_major=20 home major
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk*; do
    [ -n "$home" ] && [ -x "$home/bin/javac" ] || continue
    major=$(java_major "$home/bin/java")
    if [ "$major" -gt "$best_major" ]; then
      best=$home
      best_major=$major
    fi
  done
  if [ -z "$best" ]; then
    local package
    for package in openjdk-25-jdk-headless openjdk-21-jdk-headless; do
      if apt-cache show "$package" >/dev/null 2>&1; then
        apt_install "$package"
        find_jdk
        return
      fi
    done
    die "no JDK of 21 or newer: none under /usr/lib/jvm, and this distribution has no openjdk-21 or -25 package"
  fi
  export JAVA_HOME=$best
  export PATH="$JAVA_HOME/bin:$PATH"
}

# find_maven: sets MVN to a Maven of 3.9.12 or newer; fetches one with the distribution's Maven where there is none.
find_maven() {
  local candidate version home=$DROVER_CACHE/apache-maven-$DROVER_MAVEN_VERSION
  for candidate in "$home/bin/mvn" "$(command -v mvn || true)"; do
    [ -n "$candidate" ] && [ -x "$candidate" ] || continue
    version=$(cd / && "$candidate" -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p' | head -n 1)
    if [ -n "$version" ] && [ "$(printf '3.9.12\n%s\n' "$version" | sort -V | head -n 1)" = 3.9.12 ]; then
      MVN=$candidate
      return
    fi
  done
  apt_install maven unzip
  say "fetching Maven $DROVER_MAVEN_VERSION (the distribution's is older than 3.9.12)"
  mkdir -p "$DROVER_CACHE"
  # Outside the project: the old Maven would refuse its pom. The goal is named in full so that no pom is needed.
  (cd "$DROVER_CACHE" && /usr/bin/mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact="org.apache.maven:apache-maven:$DROVER_MAVEN_VERSION:zip:bin" \
    -DoutputDirectory="$DROVER_CACHE") >&2 || die "could not fetch Maven $DROVER_MAVEN_VERSION"
  unzip -q -o "$DROVER_CACHE/apache-maven-$DROVER_MAVEN_VERSION-bin.zip" -d "$DROVER_CACHE"
  MVN=$home/bin/mvn
}
