#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Formatting (clang-format) of every C++ source and clang-tidy over the core, with the pinned major
# version 14. `scripts/lint.sh --format` checks formatting alone; `scripts/lint.sh --since COMMIT` gives
# clang-tidy only the sources that changed since then or include a header that did (all of them where
# that commit is not there, or where the rules of clang-tidy changed).
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup-debian.sh native lint

mapfile -t formatted < <(git ls-files 'core/*.cpp' 'core/*.h' 'wasm/*.cpp' 'tests/*.cpp' 'tests/*.h')
clang-format-14 --dry-run --Werror "${formatted[@]}"
echo "lint: clang-format: ${#formatted[@]} files"
scripts/check-version.sh
[ "${1:-}" != --format ] || exit 0

scripts/build-deps.sh native
[ -f build/native/compile_commands.json ] || cmake --preset native >/dev/null
# Generated headers have to exist before sources that include them can be read.
cmake --build --preset native --target cnn2snn_fbz >/dev/null

# What another system's compiler reads is nothing for this one.
sources=('core/*.cpp' ':!core/program/windows.cpp')

# The sources that changed since a commit, and those that include a header that changed.
changed_since() {
  git diff --name-only --diff-filter=d "$1" -- "${sources[@]}"
  git diff --name-only --diff-filter=d "$1" -- 'core/*.h' | sed 's|^core/\(.*\)$|#include "\1"|' |
    git grep -lFf - -- "${sources[@]}" || true
}

if [ "${1:-}" = --since ] && git cat-file -e "$2^{commit}" 2>/dev/null &&
  git diff --quiet "$2" -- .clang-tidy; then
  mapfile -t tidied < <(changed_since "$2" | sort -u)
else
  mapfile -t tidied < <(git ls-files "${sources[@]}")
fi
# gcc's own warning flags are unknown to clang.
[ "${#tidied[@]}" = 0 ] || printf '%s\0' "${tidied[@]}" |
  xargs -0 -P "$(nproc)" -n 4 clang-tidy-14 -p build/native --quiet \
    --extra-arg=-Wno-unknown-warning-option 2> >(grep -v 'warnings generated' >&2)
echo "lint: clang-tidy: ${#tidied[@]} files"
