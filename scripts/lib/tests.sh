# Runs tests and counts them. Sourced after toolchain.sh.
# shellcheck shell=bash

TESTS_PASSED=0
TESTS_FAILED=0

passed() {
  TESTS_PASSED=$((TESTS_PASSED + 1))
  printf 'ok    %s\n' "$1"
}

failed() {
  TESTS_FAILED=$((TESTS_FAILED + 1))
  printf 'FAIL  %s\n' "$1"
}

# count_reports DIR: adds up the JUnit reports below DIR. A skipped test counts as failed: it hides something.
count_reports() {
  local counts
  counts=$(find "$1" -path '*/target/surefire-reports/TEST-*.xml' -print0 |
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
}

# summary: the one plain last line; fails when anything failed, or nothing ran.
summary() {
  printf '%d passed, %d failed\n' "$TESTS_PASSED" "$TESTS_FAILED"
  [ "$TESTS_FAILED" -eq 0 ] && [ "$TESTS_PASSED" -gt 0 ]
}
