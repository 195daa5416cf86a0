#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds the fuzz targets and runs each for a while, one after the other, from the fixtures as seeds:
#
#   scripts/fuzz.sh [--seconds 60] [TARGET...]     (default: all of tests/fuzz)
#
# New inputs are kept in build/fuzz/corpus/TARGET and are seeds of the next run, what breaks is kept
# in build/fuzz/findings. Prints the executions of each target; exits with 1 after a finding.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=60
if [ "${1:-}" = --seconds ]; then
  seconds=$2
  shift 2
fi
targets=("$@")
if [ "${#targets[@]}" = 0 ]; then
  for source in tests/fuzz/*_fuzzer.cpp; do
    targets+=("$(basename "$source" _fuzzer.cpp)")
  done
fi

scripts/setup-debian.sh native fuzz
scripts/build-deps.sh fuzz
cmake --preset fuzz >/dev/null
programs=("${targets[@]/#/fuzz_}")
cmake --build --preset fuzz --target "${programs[@]/%/_fuzzer}"

# The model descriptions in .h5 files, each in a file.
descriptions() {
  find tests -name '*.h5' -size -45k -print0 | while IFS= read -r -d '' model; do
    tr '\0' '\n' <"$model" | grep -ao '{"class_name": "\(Functional\|Sequential\|Model\)".*' >"$seed_text" || continue
    cp "$seed_text" "$corpus/$(sha1sum "$seed_text" | cut -c1-40)"
  done
}

# The names of the files that a target starts from, and where they are.
seeds_of() {
  case $1 in
    hdf5 | convert) find tests -name '*.h5' -size -45k ;;
    quantize) find tests/fixtures/quantize tests/fixtures/compat -name '*.h5' -size -45k ;;
    json) descriptions ;;
    onnx) find tests -name '*.onnx' -size -45k ;;
    npz) find tests -name '*.np[yz]' -size -45k ;;
    picture) find tests docs \( -name '*.png' -o -name '*.jpg' \) -size -45k ;;
    fbz) find tests -name '*.fbz' -size -45k ;;
    run) python3 tests/fuzz/run_seeds.py "$corpus" >/dev/null ;;
  esac
}

mkdir -p build/fuzz/findings
seed_text=$(mktemp)
trap 'rm -f "$seed_text"' EXIT
failed=0
for target in "${targets[@]}"; do
  corpus=build/fuzz/corpus/$target
  mkdir -p "$corpus"
  # One name a folder apart would hide the other: a seed is named by its content.
  seeds_of "$target" | while IFS= read -r seed; do
    cp "$seed" "$corpus/$(sha1sum "$seed" | cut -c1-40)"
  done
  log=build/fuzz/$target.log
  status=0
  ASAN_OPTIONS=allocator_may_return_null=1 "build/fuzz/fuzz/fuzz_${target}_fuzzer" \
    -timeout=20 -rss_limit_mb=3000 -malloc_limit_mb=1000000 -max_len=60000 \
    -max_total_time="$seconds" -artifact_prefix="build/fuzz/findings/$target-" \
    -print_final_stats=1 "$corpus" >"$log" 2>&1 || status=$?
  runs=$(awk '/stat::number_of_executed_units/ { print $2 }' "$log")
  printf '%-10s %9s executions, %6s inputs kept%s\n' "$target" "${runs:-?}" \
    "$(find "$corpus" -type f | wc -l)" "$([ "$status" = 0 ] || echo ", FAILED: $log")"
  [ "$status" = 0 ] || failed=1
done
exit "$failed"
