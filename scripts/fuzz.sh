#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds the fuzz targets and runs each for a while, one after the other, from the fixtures and the
# inputs kept in tests/fuzz/corpus as seeds:
#
#   scripts/fuzz.sh [--seconds 60] [TARGET...]     (default: all of tests/fuzz)
#   scripts/fuzz.sh --list                         names them, as a JSON list
#   scripts/fuzz.sh --keep [TARGET...]             puts the fewest inputs that reach what all reach
#                                                  into tests/fuzz/corpus
#
# New inputs are kept in build/fuzz/corpus/TARGET and are seeds of the next run, what breaks is kept
# in build/fuzz/findings. Prints the executions of each target; exits with 1 after a finding.
set -euo pipefail
cd "$(dirname "$0")/.."

all=()
for source in tests/fuzz/*_fuzzer.cpp; do
  all+=("$(basename "$source" _fuzzer.cpp)")
done
seconds=60
mode=run
case ${1:-} in
  --list)
    printf '["%s"]\n' "$(IFS=, && sed 's/,/", "/g' <<<"${all[*]}")"
    exit
    ;;
  --keep)
    mode=keep
    shift
    ;;
  --seconds)
    seconds=$2
    shift 2
    ;;
esac
targets=("$@")
[ "${#targets[@]}" != 0 ] || targets=("${all[@]}")

scripts/setup-debian.sh native fuzz
scripts/build-deps.sh fuzz
cmake --preset fuzz >/dev/null
programs=("${targets[@]/#/fuzz_}")
cmake --build --preset fuzz --target "${programs[@]/%/_fuzzer}" fuzz_model_seeds

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
    model)
      find tests \( -name '*.h5' -o -name '*.keras' \) -size -45k -print0 |
        xargs -0 build/fuzz/fuzz/fuzz_model_seeds "$corpus" 2>/dev/null
      ;;
    run) python3 tests/fuzz/run_seeds.py "$corpus" >/dev/null ;;
  esac
}

# The kept inputs are also run one by one, under other sanitizers, by every test run: small and quick
# ones that reach a place are taken, and how often they pass it does not count.
keep() {
  local kept=tests/fuzz/corpus/$target smallest=build/fuzz/smallest
  rm -rf "$smallest"
  mkdir -p "$smallest" "$kept"
  "$program" -artifact_prefix="build/fuzz/findings/$target-" -merge=1 -use_counters=0 -max_len=14000 "${limits[@]}" "$smallest" "$corpus" "$kept" \
    >"$log" 2>&1 || return
  "$program" "$smallest"/* 2>&1 | sed -n 's|^Executed \(.*\) in \([0-9]*\) ms$|\2 \1|p' |
    while read -r milliseconds input; do
      [ "$milliseconds" -lt 70 ] || rm "$input"
    done
  find "$kept" -type f ! -name 'finding-*' -delete
  find "$smallest" -type f -exec mv -t "$kept" {} +
}

mkdir -p build/fuzz/findings
seed_text=$(mktemp)
trap 'rm -f "$seed_text"' EXIT
export ASAN_OPTIONS=allocator_may_return_null=1
limits=(-timeout=20 -rss_limit_mb=3000 -malloc_limit_mb=1000000)
failed=0
for target in "${targets[@]}"; do
  corpus=build/fuzz/corpus/$target log=build/fuzz/$target.log
  program=build/fuzz/fuzz/fuzz_${target}_fuzzer
  mkdir -p "$corpus" "tests/fuzz/corpus/$target"
  # One name a folder apart would hide the other: a seed is named by its content.
  seeds_of "$target" | while IFS= read -r seed; do
    cp "$seed" "$corpus/$(sha1sum "$seed" | cut -c1-40)"
  done
  status=0
  if [ "$mode" = keep ]; then
    keep || status=$?
    runs='no'
    inputs=tests/fuzz/corpus/$target
  else
    "$program" "${limits[@]}" -max_len=60000 -max_total_time="$seconds" -print_final_stats=1 \
      -artifact_prefix="build/fuzz/findings/$target-" "$corpus" "tests/fuzz/corpus/$target" \
      >"$log" 2>&1 || status=$?
    runs=$(awk '/stat::number_of_executed_units/ { print $2 }' "$log")
    inputs=$corpus
  fi
  printf '%-10s %9s executions, %6s inputs kept%s\n' "$target" "${runs:-?}" \
    "$(find "$inputs" -type f | wc -l)" "$([ "$status" = 0 ] || echo ", FAILED: $log")"
  [ "$status" = 0 ] || failed=1
done
exit "$failed"
