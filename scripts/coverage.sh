#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Runs every test in an instrumented build and says which lines of core/ they run: a table by folder
# and file, and build/coverage/uncovered.txt with the lines that none of them runs. Fails when fewer
# than 95 % of the lines are run.
#
#   scripts/coverage.sh
#   scripts/coverage.sh --fuzz      what the kept inputs of fuzzing run by themselves; no bar
set -euo pipefail
cd "$(dirname "$0")/.."
least=95
tests=()
case "${1:-}" in
  '') ;;
  --fuzz) least=0 tests=(-R '^fuzz/') ;;
  *) sed -n '4,9s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
esac

scripts/setup-debian.sh native coverage
scripts/build-deps.sh native
cmake --preset coverage -DCNN2SNN_TESTS=ON >/dev/null
cmake --build --preset coverage
find build/coverage -name '*.gcda' -delete
# Tests compare what the program prints: gcov's own complaints go elsewhere.
export GCOV_ERROR_FILE=$PWD/build/coverage/gcov-errors.txt
rm -f "$GCOV_ERROR_FILE"
ctest --preset coverage -j "$(nproc)" --no-tests=error ${tests[@]+"${tests[@]}"}

if grep -q mismatch "$GCOV_ERROR_FILE" 2>/dev/null; then
  echo "coverage: counts of some files were lost ($GCOV_ERROR_FILE)" >&2
fi

# A line counts once, however many programs compiled it. gcov leaves out what is not of this folder.
cd build/coverage
gcovr --root ../.. --filter ../../core/ --object-directory . -j "$(nproc)" \
  --gcov-executable "gcov --relative-only --source-prefix $(cd ../.. && pwd)" \
  --exclude-unreachable-branches --json-summary summary.json --csv files.csv --txt lines.txt .

# Long names stand on a line of their own in lines.txt; the last column holds the lines.
awk '$1 ~ /^core\// { file = $1 }
     /^ *core\/|^ +[0-9]/ && $NF ~ /^[0-9,-]+$/ && $(NF - 1) ~ /%$/ { print file ": " $NF }' lines.txt >uncovered.txt
awk -F, -v least="$least" '
  function row(covered, lines, name) { printf "%6.2f%% %5d of %5d  %s\n", 100 * covered / lines, covered, lines, name }
  NR > 1 && $2 > 0 {
    folder = $1
    sub("/[^/]*$", "", folder)
    if (folder != last && last != "") { row(part, size, last "/"); part = size = 0 }
    last = folder
    row($3, $2, "  " $1)
    part += $3; size += $2; covered += $3; lines += $2
  }
  END {
    row(part, size, last "/")
    row(covered, lines, "core/")
    print lines - covered " lines that no test runs: build/coverage/uncovered.txt"
    if (100 * covered < least * lines) { print "coverage: below " least " % of the lines"; exit 1 }
  }' files.csv
