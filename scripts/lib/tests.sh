# Runs tests and counts them. Sourced after toolchain.sh.
# shellcheck shell=bash

TESTS_PASSED=0
TESTS_FAILED=0
# What failed, a line each with why: told once more at the end, for who reads no more than that.
TESTS_FAILURES=()

passed() {
  TESTS_PASSED=$((TESTS_PASSED + 1))
  printf 'ok    %s\n' "$1"
}

# failed NAME [WHY]
failed() {
  TESTS_FAILED=$((TESTS_FAILED + 1))
  TESTS_FAILURES+=("$1${2:+: $2}")
  printf 'FAIL  %s\n' "$1"
}

# report_files DIR [ACTION]: the JUnit reports below DIR, of unit tests and of the tests of what was built.
report_files() {
  find "$1" \( -path '*/target/surefire-reports/TEST-*.xml' -o -path '*/target/failsafe-reports/TEST-*.xml' \) "${2:--print0}"
}

# count_reports DIR: adds up the JUnit reports below DIR. A skipped test counts as failed: it hides something.
count_reports() {
  local counts
  counts=$(report_files "$1" |
    xargs -0 -r sed -n 's/.*<testsuite .*/&/p' |
    awk '
      function value(name,   at) {
        if (!match($0, " " name "=\"[0-9]+\"")) return 0
        at = substr($0, RSTART, RLENGTH); gsub(/[^0-9]/, "", at); return at
      }
      { bad = value("errors") + value("failures") + value("skipped"); failed += bad; passed += value("tests") - bad }
      END { print passed + 0, failed + 0 }')
  TESTS_PASSED=$((TESTS_PASSED + ${counts% *}))
  TESTS_FAILED=$((TESTS_FAILED + ${counts#* }))
  local line
  while IFS= read -r line; do TESTS_FAILURES+=("$line"); done < <(failed_reports "$1")
}

# failed_reports DIR: a line for each test that failed, ended with an error or was skipped, with its message.
failed_reports() {
  report_files "$1" |
    xargs -0 -r awk '
      function value(name, line) {
        if (!match(line, " " name "=\"[^\"]*\"")) return ""
        return substr(line, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
      }
      /<testcase / { test = value("classname", $0) "." value("name", $0) }
      /<(failure|error|skipped)[ \/>]/ { print "test " test ": " substr(value("message", $0), 1, 300) }'
}

# summary: the one plain last line; fails when anything failed, or nothing ran.
summary() {
  local failure
  for failure in "${TESTS_FAILURES[@]}"; do printf 'FAIL  %s\n' "$failure"; done
  printf '%d passed, %d failed\n' "$TESTS_PASSED" "$TESTS_FAILED"
  [ "$TESTS_FAILED" -eq 0 ] && [ "$TESTS_PASSED" -gt 0 ]
}
