#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# From a fresh clone to a converted model: installs what is missing (and says so), builds the native
# converter, converts a real DS-CNN keyword spotting model and shows what came out.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup-debian.sh native
if [ ! -x build/native/bin/cnn2snn ]; then
  echo "demo: building the converter (a few minutes the first time)"
fi
scripts/build-deps.sh native
cmake --preset native -DCNN2SNN_TESTS=OFF >build/demo.log 2>&1 || { cat build/demo.log >&2; exit 1; }
cmake --build --preset native --target cnn2snn >build/demo.log 2>&1 || { tail -40 build/demo.log >&2; exit 1; }

model=tests/fixtures/models/ds_cnn_kws_i8_w8_a8.h5
output=build/demo/ds_cnn_kws_i8_w8_a8.fbz
mkdir -p build/demo
echo "+ cnn2snn convert -m $model -o $output"
build/native/bin/cnn2snn convert -m "$model" -o "$output"
