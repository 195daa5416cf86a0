#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds what is released from the committed sources twice, in clones at two different paths, and
# compares the bytes:
#
#   scripts/reproducible.sh web       the WebAssembly modules, the npm tarball, the page, what they contain
#   scripts/reproducible.sh native    the native archive
#
# Without a name: both.
set -euo pipefail
cd "$(dirname "$0")/.."
parts=("$@")
[ "${#parts[@]}" != 0 ] || parts=(native web)
sources=$PWD
# Both builds are of this commit, whatever is committed meanwhile.
commit=$(git rev-parse HEAD)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

build() {
  git clone --quiet --no-local "$sources" "$1"
  git -C "$1" checkout --quiet --detach "$commit"
  mkdir -p "$1/build/deps"
  # The archives of the dependencies are pinned by their hash: fetched once.
  [ ! -d "$sources/build/deps/src" ] || cp -r "$sources/build/deps/src" "$1/build/deps/src"
  (
    cd "$1"
    for part in "${parts[@]}"; do
      "scripts/package-$part.sh"
    done
  ) >"$1.log" 2>&1 || { tail -40 "$1.log" >&2; exit 1; }
  (
    cd "$1"
    [ ! -d build/wasm ] || find build/wasm -maxdepth 1 \( -name '*.wasm' -o -name '*.mjs' \) -print0 | sort -z | xargs -0 sha256sum
    find build/release -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
  ) >"$1.sums"
}

build "$work/one"
build "$work/a/second/and/longer path"
mv "$work/a/second/and/longer path.sums" "$work/two.sums"
diff "$work/one.sums" "$work/two.sums" ||
  { echo "reproducible: these files differ between two builds" >&2; exit 1; }
echo "reproducible: $(wc -l <"$work/one.sums") files, the same bytes twice"
