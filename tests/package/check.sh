#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs a build and lets another project find, link and call it:
#
#   tests/package/check.sh CMAKE BUILD COMPILER
set -euo pipefail
cmake=$1 build=$2 compiler=$3
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$cmake" --install "$build" --prefix "$folder/installed" >/dev/null
"$cmake" -S "$here" -B "$folder/build" -G Ninja "-DCMAKE_CXX_COMPILER=$compiler" \
  "-DCMAKE_PREFIX_PATH=$folder/installed" >/dev/null
"$cmake" --build "$folder/build"
model=$here/../fixtures/models/ds_cnn_kws_i8_w8_a8.h5
"$folder/installed/bin/cnn2snn" convert -m "$model" -o "$folder/model.fbz" >/dev/null 2>&1
[ "$("$folder/build/user" "$model")" = "$(wc -c <"$folder/model.fbz" | tr -d ' ')" ]
if "$folder/build/user" "$here/user.cpp" 2>"$folder/reason"; then exit 1; fi
grep -q "not an HDF5 file" "$folder/reason"
