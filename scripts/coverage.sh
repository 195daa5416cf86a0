#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Runs the tests of an instrumented build and prints the line coverage of core/, file by file.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/build-deps.sh native
cmake --preset coverage >/dev/null
cmake --build --preset coverage
find build/coverage -name '*.gcda' -delete
ctest --preset coverage
cd build/coverage
find . -path '*cnn2snn_*' -name '*.gcda' -not -path '*test*' -print0 |
  xargs -0 gcov --no-output --relative-only --source-prefix "$(cd ../.. && pwd)" 2>/dev/null |
  awk '/^File/ { file = $2; gsub(/\x27/, "", file) }
       /^Lines executed/ && file ~ /^core\// {
         split($0, part, /[:% ]+/); percent = part[3]; lines = part[5]
         printf "%6.2f%% of %5d  %s\n", percent, lines, file
         covered += percent * lines / 100; all += lines; file = "" }
       END { if (all) printf "%6.2f%% of %5d  core/ (total)\n", 100 * covered / all, all }'
