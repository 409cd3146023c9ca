# Looks for functions that would take the place of another of the same name without a word. Sourced after toolchain.sh.
# shellcheck shell=bash

# check_function_names ROOT: says on standard output which functions below ROOT clash, a line each; fails when any does. A name may
# be defined once in all libraries, for any two may come to be sourced by one script, and once in a script and what it sources. One
# that is meant to take another's place says so in the comment above it: "replaces that of e2e.sh".
check_function_names() {
  local clashes
  # shellcheck disable=SC2016 # awk's own variables
  clashes=$(cd "$1" && { find scripts native -name '*.sh' && grep -rIlx '#!/usr/bin/env bash' scripts native; } | LC_ALL=C sort -u |
    xargs awk '
      FNR == 1 { files[++n] = FILENAME; above = "" }
      /^ *#/ { above = above " " $0; next }
      /^ *[A-Za-z_][A-Za-z0-9_]*\(\)/ {
        name = $0; sub(/^ */, "", name); sub(/\(.*/, "", name)
        if (!((FILENAME, name) in defined)) names[FILENAME] = names[FILENAME] " " name
        defined[FILENAME, name] = 1
        said[FILENAME, name] = said[FILENAME, name] above
      }
      { above = "" }
      # What is sourced by a name that is known here; of one in a variable nothing can be said.
      /^ *\. / {
        target = $0; sub(/^ *\. /, "", target); gsub(/"/, "", target)
        if (match(target, /native\/[a-z0-9-]+\.sh$/)) target = substr(target, RSTART)
        else if (match(target, /lib\/[a-z0-9\/-]+\.sh$/)) target = "scripts/" substr(target, RSTART)
        else if (match(target, /\/[a-z0-9-]+\.sh$/)) target = folder(FILENAME) substr(target, RSTART)
        else next
        sources[FILENAME] = sources[FILENAME] " " target
        if (target ~ /^(scripts\/lib|native)\//) library[target] = 1
      }
      function folder(file) { sub(/\/[^\/]*$/, "", file); return file }
      function base(file) { sub(/.*\//, "", file); return file }
      function excused(file, name, other) { return index(said[file, name], "replaces that of " base(other)) }
      function clash(name, a, b) {
        if (!((a, name) in defined) || !((b, name) in defined) || excused(a, name, b) || excused(b, name, a)) return
        if (!((name, a, b) in told)) print name " is defined in " a " and in " b
        told[name, a, b] = told[name, b, a] = 1
      }
      function clash_of_files(a, b,   i, count, each) {
        count = split(names[a], each, " ")
        for (i = 1; i <= count; i++) clash(each[i], a, b)
      }
      # reach FILE: it and what is sourced with it, in `reached`.
      function reach(file,   i, count, each) {
        if (file in reached) return
        reached[file] = 1
        count = split(sources[file], each, " ")
        for (i = 1; i <= count; i++) reach(each[i])
        # Their files are parts of them, found by a word on the command line.
        if (file ~ /^scripts\/lib\/client\//) reach("scripts/drover")
        if (file ~ /^scripts\/lib\/bench\//) reach("scripts/bench")
      }
      END {
        for (i = 1; i <= n; i++) if (files[i] ~ /^(scripts\/lib|native)\/[^\/]*\.sh$/) library[files[i]] = 1
        for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++)
          if (files[i] in library && files[j] in library) clash_of_files(files[i], files[j])
        for (k = 1; k <= n; k++) {
          split("", reached)
          reach(files[k])
          for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++)
            if (files[i] in reached && files[j] in reached) clash_of_files(files[i], files[j])
        }
      }')
  [ -z "$clashes" ] || {
    printf '%s\n' "$clashes"
    return 1
  }
}

# prove_function_names_check: the check on files that clash in each way, and in none; what it should have said otherwise, and fails.
# shellcheck disable=SC2016 # they are text here
prove_function_names_check() {
  local root difference
  root=$(mktemp -d)
  mkdir -p "$root"/scripts/{lib/bench,e2e/one,e2e/two} "$root/native"
  printf '%s() { :; }\n' shared alone >"$root/scripts/lib/first.sh"
  printf '%s\n' '. "$ROOT/scripts/lib/first.sh"' '# own: replaces that of nothing.' 'own() {' '}' >"$root/scripts/lib/second.sh"
  printf '%s() { :; }\n' shared elsewhere >"$root/native/third.sh"
  # By way of a library, within another function, and without a word that it is meant.
  printf '%s\n' '. "$ROOT/scripts/lib/second.sh"' 'outer() {' '  alone() { :; }' '}' '# Ours replaces that of another.sh.' 'own() { :; }' \
    'elsewhere() { :; }' 'cleanup() { :; }' >"$root/scripts/e2e/one/run.sh"
  printf '%s\n' '. "$(dirname "$0")/../../lib/first.sh"' '# It replaces that of first.sh.' 'alone() { :; }' 'cleanup() { :; }' \
    >"$root/scripts/e2e/two/run.sh"
  printf '%s\n' '#!/usr/bin/env bash' 'common() { :; }' '. "$ROOT/scripts/lib/bench/$name.sh"' >"$root/scripts/bench"
  printf '%s() { :; }\n' common elsewhere >"$root/scripts/lib/bench/some.sh"
  difference=$(diff <(check_function_names "$root" | sort) - <<'CLASHES'
alone is defined in scripts/e2e/one/run.sh and in scripts/lib/first.sh
common is defined in scripts/bench and in scripts/lib/bench/some.sh
own is defined in scripts/e2e/one/run.sh and in scripts/lib/second.sh
shared is defined in native/third.sh and in scripts/lib/first.sh
CLASHES
  ) || true
  rm -rf "$root"
  [ -z "$difference" ] || {
    printf '%s\n' "$difference"
    return 1
  }
}
