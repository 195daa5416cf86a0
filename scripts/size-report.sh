#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Size of the WebAssembly build. Fails when wasm + JavaScript exceed the budget after gzip -9.
set -euo pipefail
cd "$(dirname "$0")/.."
budget=${CNN2SNN_SIZE_BUDGET:-655000}

total=0
printf '%-14s %10s %10s\n' file raw gzip
for file in cnn2snn.wasm cnn2snn.mjs; do
  raw=$(stat -c %s "build/wasm/$file")
  packed=$(gzip -9 -c "build/wasm/$file" | wc -c)
  total=$((total + packed))
  printf '%-14s %10d %10d\n' "$file" "$raw" "$packed"
done
printf '%-14s %10s %10d  (budget %d)\n' total '' "$total" "$budget"
if [ "$total" -gt "$budget" ]; then
  echo "size-report: over budget by $((total - budget)) bytes" >&2
  exit 1
fi
