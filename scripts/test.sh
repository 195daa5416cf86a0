#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Sets up and runs every test, as CI does. From a fresh clone on a bare Debian 12 with a network this
# installs what is missing (and says so). The parts can be named to run some of them alone:
#
#   scripts/test.sh [native] [asan-ubsan] [lint] [wasm] [npm] [web]
set -euo pipefail
cd "$(dirname "$0")/.."

parts=("$@")
if [ "${#parts[@]}" = 0 ]; then
  parts=(native asan-ubsan lint wasm)
  [ ! -f npm/package.json ] || parts+=(npm)
  [ ! -f web/package.json ] || parts+=(web)
fi
mkdir -p build

# Runs a command with its output in a log that is shown only when the command fails.
quietly() {
  local log=build/$1.log
  shift
  "$@" >"$log" 2>&1 || { tail -60 "$log" >&2; echo "test: failed: $*" >&2; exit 1; }
}

headline() { printf '\n== %s (%s s)\n' "$1" "$SECONDS"; }

ctest_preset() {
  local preset=$1
  scripts/setup-debian.sh native
  scripts/build-deps.sh "$preset"
  quietly "configure-$preset" cmake --preset "$preset" -DCNN2SNN_TESTS=ON
  quietly "build-$preset" cmake --build --preset "$preset"
  quietly "ctest-$preset" ctest --preset "$preset" -j "$(nproc)" --no-tests=error
  tail -5 "build/ctest-$preset.log"
}

native_program() {
  scripts/setup-debian.sh native
  scripts/build-deps.sh native
  quietly configure-native cmake --preset native
  quietly build-program cmake --build --preset native --target cnn2snn
}

# Runs a command of Node.js in a folder.
with_node() { (cd "$1" && shift && ../scripts/with-node.sh "$@"); }

npm_package() {
  scripts/setup-debian.sh wasm node
  quietly build-wasm scripts/build-wasm.sh
  quietly npm-ci with_node npm npm ci --no-audit --no-fund
  quietly npm-build with_node npm npm run build
}

for part in "${parts[@]}"; do
  case $part in
    native)
      headline 'native: unit and fixture tests'
      ctest_preset native
      ;;
    asan-ubsan)
      headline 'asan-ubsan: the same under AddressSanitizer and UndefinedBehaviorSanitizer'
      ctest_preset asan-ubsan
      ;;
    lint)
      headline 'lint: formatting (clang-tidy takes longer: make lint)'
      scripts/lint.sh --format
      ;;
    wasm)
      headline 'wasm: build and size budget'
      scripts/setup-debian.sh native wasm
      scripts/build-wasm.sh
      ;;
    npm)
      headline 'npm: the packed package in Node and through bundlers'
      scripts/setup-debian.sh browser
      native_program
      npm_package
      quietly npm-lint with_node npm npm run lint
      with_node npm npm test
      ;;
    web)
      headline 'web: the page in a browser'
      scripts/setup-debian.sh browser
      native_program
      npm_package
      quietly web-ci with_node web npm ci --no-audit --no-fund
      quietly web-build with_node web npm run build
      with_node web npm test
      ;;
    *)
      echo "test: unknown part '$part'" >&2
      exit 2
      ;;
  esac
done
headline 'all tests passed'
