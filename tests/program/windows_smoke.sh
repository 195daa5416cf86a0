#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What is special on Windows, tried in wine: arguments and names of files, what a failed or repeated
# conversion leaves, exit codes, streams of bytes.
#
#   tests/program/windows_smoke.sh COMMAND...      (wine64 and cnn2snn.exe)
set -euo pipefail
fixtures=$(cd "$(dirname "$0")/../fixtures" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
command=()
for word; do
  [ ! -f "$word" ] || word=$(realpath "$word")
  command+=("$word")
done
cd "$folder"
cp "$fixtures/models/legacy_input_c1.h5" model.h5
cp "$fixtures/models/legacy_conv_norelu_none.h5" refused.h5

export LC_ALL=C.UTF-8 # wine takes the names of files to be in the encoding of the locale.

passed=0
# WHAT STATUS ARGUMENTS...: runs the program and expects this exit code.
expect() {
  local what=$1 expected=$2 status=0
  shift 2
  "${command[@]}" "$@" >out 2>err </dev/null || status=$?
  [ "$status" = "$expected" ] ||
    { echo "windows: $what: exit code $status, not $expected" >&2; cat out err >&2; exit 1; }
  passed=$((passed + 1))
}
# WHAT CONDITION...: what must hold now.
holds() {
  local what=$1
  shift
  "$@" || { echo "windows: $what" >&2; ls -la >&2; exit 1; }
  passed=$((passed + 1))
}

expect 'the version' 0 --version
holds 'a line ends with one byte' grep -qv $'\r' out
expect 'a model is converted' 0 convert -m model.h5
holds 'beside the model' test -s model.fbz
expect 'what is inside' 0 info model.fbz
expect 'an Akida model is replaced' 0 convert -m model.h5 -o model.fbz
expect 'folders are made; \ separates them' 0 convert -m '.\model.h5' -o 'new\folder\m.fbz'
holds 'with the same bytes' cmp model.fbz new/folder/m.fbz
expect 'a folder as output' 0 convert -m model.h5 -o 'new\'
holds 'gets the name of the model' cmp model.fbz new/model.fbz

mkdir 'Modèles été 模型'
cp model.h5 'Modèles été 模型/é.h5'
expect 'names beyond the code page' 0 convert -m 'Modèles été 模型/é.h5'
holds 'are those of the output' cmp model.fbz 'Modèles été 模型/é.fbz'
holds 'and of the texts' grep -q 'Modèles été 模型.é.fbz' out

expect 'the model on the standard output' 0 convert -m model.h5 -o -
holds 'is the file byte for byte' cmp model.fbz out
expect 'no such file' 3 convert -m missing.h5
holds 'is said' grep -q 'missing.h5' err
expect 'a refused model' 5 convert -m refused.h5
holds 'writes nothing' test ! -e refused.fbz
echo text >kept.fbz
expect 'which is no Akida model' 3 convert -m model.h5 -o kept.fbz
holds 'stays' grep -qx text kept.fbz
expect 'a folder in the place of a file' 3 convert -m new
expect 'wrong usage' 2 convert --nonsense
expect 'pictures are not read' 3 run -m model.fbz -i picture.png
holds 'no temporary file stays' test -z "$(find . -name '.*.tmp')"
echo "windows: $passed checks passed"
