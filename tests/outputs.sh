#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Runs the program over every fixture: what it writes, prints and ends with is left in FOLDER. Two
# programs are the same, byte for byte, when `diff -r` finds nothing between their folders.
#
#   tests/outputs.sh FOLDER COMMAND...       (cnn2snn, or an emulator and a program for it)
#
# Needs unzip (the recorded inputs are .npz files of several arrays).
set -euo pipefail
trap 'echo "outputs: failed in line $LINENO" >&2' ERR
fixtures=$(cd "$(dirname "$0")/fixtures" && pwd)
folder=$1
shift
command=()
for word; do # As seen from there.
  [ ! -f "$word" ] || word=$(realpath "$word")
  command+=("$word")
done
"${command[@]}" --version >/dev/null
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
ln -s "$fixtures" fixtures # Messages name files: these names are the same everywhere.
export LC_ALL=C

# NAME ARGUMENTS...: one call; NAME.txt is what it said.
call() {
  local name=$1 status=0
  shift
  "${command[@]}" "$@" >"$name.out" 2>"$name.err" </dev/null || status=$?
  { cat "$name.out" "$name.err"; echo "exit $status"; } >"$name.txt"
  rm "$name.out" "$name.err"
}

# NAME VERB OPTIONS... -- MODELS...: one call over many models.
over() {
  local name=$1 options=() model
  shift
  while [ "$1" != -- ]; do options+=("$1") && shift; done
  shift
  for model; do options+=(-m "$model"); done
  call "$name" "${options[@]}"
}

for target in v1 v2; do
  over "convert-$target" convert --json --target $target -o "convert-$target/" -- fixtures/models/*.h5
done
over convert-onnx convert --json -o convert-onnx/ -- fixtures/onnx/*.onnx
over check check --json -- fixtures/compat/*.h5 fixtures/field/*.h5 fixtures/keras3/*/*.{h5,keras}

mkdir quantize run
for model in fixtures/quantize/*.h5; do
  name=$(basename "$model" .h5)
  batch=$(sed -n 's/.*"batch_size": \([0-9]*\).*/\1/p' "${model%.h5}.json" 2>/dev/null | head -n 1 || true)
  samples=(-ns 32 -bs "${batch:-32}")
  [ ! -f "${model%.h5}.npz" ] || samples=(-sa "${model%.h5}.npz" -bs "${batch:-32}")
  call "quantize/$name" quantize -m "$model" "${samples[@]}" -s "quantize/$name.h5" \
    --fbz "quantize/$name.fbz" --ranges "quantize/$name.ranges.json" --analysis
done

for recorded in fixtures/runs/*.npz; do
  name=$(basename "$recorded" .npz)
  inputs=()
  for input in in.0.npy in.1.npy; do
    unzip -qq "$recorded" "$input" -d inputs 2>/dev/null && inputs+=(-i "inputs/$input")
  done
  call "run/$name" run -m "fixtures/runs/models/$name.fbz" "${inputs[@]}" -o "run/$name.npz" --layers
  rm -r inputs
done

for old in fixtures/old_fbz/*.resaved.fbz; do
  name=$(basename "$old" .resaved.fbz)
  call "upgrade-$name" upgrade "fixtures/old_fbz/$name.fbz" -o "upgrade-$name.fbz"
done
rm fixtures
