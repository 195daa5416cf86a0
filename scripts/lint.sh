#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Formatting (clang-format) of every C++ source and clang-tidy over the core, with the pinned major
# version 14. `scripts/lint.sh --format` checks formatting alone; `scripts/lint.sh --since COMMIT` gives
# clang-tidy only the sources that changed since then (all of them where that commit is not there).
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t formatted < <(git ls-files 'core/*.cpp' 'core/*.h' 'wasm/*.cpp' 'tests/*.cpp' 'tests/*.h')
clang-format-14 --dry-run --Werror "${formatted[@]}"
echo "lint: clang-format: ${#formatted[@]} files"
scripts/check-version.sh
[ "${1:-}" != --format ] || exit 0

scripts/build-deps.sh native
[ -f build/native/compile_commands.json ] || cmake --preset native >/dev/null
# Generated headers have to exist before sources that include them can be read.
cmake --build --preset native --target cnn2snn_fbz >/dev/null
changed=(git ls-files)
if [ "${1:-}" = --since ] && git cat-file -e "$2^{commit}" 2>/dev/null; then
  changed=(git diff --name-only --diff-filter=d "$2" --)
fi
mapfile -t tidied < <("${changed[@]}" 'core/*.cpp')
# gcc's own warning flags are unknown to clang.
[ "${#tidied[@]}" = 0 ] || printf '%s\0' "${tidied[@]}" |
  xargs -0 -P "$(nproc)" -n 4 clang-tidy-14 -p build/native --quiet \
    --extra-arg=-Wno-unknown-warning-option 2> >(grep -v 'warnings generated' >&2)
echo "lint: clang-tidy: ${#tidied[@]} files"
