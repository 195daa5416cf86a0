#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds build/wasm/cnn2snn.{mjs,wasm} with the Emscripten in PATH (Debian's 3.1.6 or newer).
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v emcc >/dev/null; then
  echo "build-wasm: Emscripten is needed: scripts/setup-debian.sh wasm, or an emsdk in PATH" >&2
  exit 1
fi
# Debian's emscripten needs Debian's acorn, also where another node comes first in PATH.
export NODE_PATH=${NODE_PATH:-/usr/share/nodejs}
scripts/build-deps.sh wasm
mkdir -p build/wasm
emcmake cmake --preset wasm >build/wasm/configure.log 2>&1 || { cat build/wasm/configure.log >&2; exit 1; }
cmake --build --preset wasm
scripts/size-report.sh
