#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Size of the WebAssembly modules, each with its JavaScript. Fails when one exceeds its budget after
# gzip -9. A page loads cnn2snn alone.
#
#   scripts/size-report.sh                                     all modules against their budgets
#   scripts/size-report.sh --functions [cnn2snn-cli [COUNT]]   the largest functions of a module
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" = --functions ]; then
  module=build/wasm/${2:-cnn2snn}
  exec node scripts/function-sizes.mjs "$module.wasm" "$module.mjs.symbols" "${3:-40}"
fi

status=0
printf '%-18s %10s %10s\n' file raw gzip
while read -r module budget; do
  total=0
  for file in "$module.wasm" "$module.mjs"; do
    raw=$(stat -c %s "build/wasm/$file")
    packed=$(gzip -9 -c "build/wasm/$file" | wc -c)
    total=$((total + packed))
    printf '%-18s %10d %10d\n' "$file" "$raw" "$packed"
  done
  printf '%-18s %10s %10d  (budget %d)\n' "$module" '' "$total" "$budget"
  if [ "$total" -gt "$budget" ]; then
    echo "size-report: $module is over budget by $((total - budget)) bytes" >&2
    status=1
  fi
done <<BUDGETS
cnn2snn ${CNN2SNN_SIZE_BUDGET:-440000}
cnn2snn-run 93000
cnn2snn-quantize 534000
cnn2snn-cli 604000
BUDGETS
exit $status
