#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The native program as it is released: linked statically (one file for every Linux of its
# processor), stripped, with its licences, in build/release/cnn2snn-VERSION-linux-PROCESSOR.tar.gz
# and the SHA-256 beside it. The archive of the same sources, built twice, is the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup-debian.sh native
scripts/build-deps.sh native
cmake --preset native -B build/static -DCNN2SNN_TESTS=OFF -DCNN2SNN_STATIC=ON >/dev/null
cmake --build build/static --target cnn2snn

program=build/static/bin/cnn2snn
version=$("$program" --version | awk '{ print $NF }')
name=cnn2snn-$version-linux-$(uname -m)
model=tests/fixtures/models/ds_cnn_kws_i8_w8_a8
"$program" convert -m "$model.h5" -o build/static/packaged.fbz >/dev/null 2>&1
"$program" info build/static/packaged.fbz >/dev/null

folder=build/static/$name
rm -rf "$folder"
mkdir -p "$folder" build/release
strip -o "$folder/cnn2snn" "$program"
cp LICENSE NOTICE CHANGELOG.md "$folder"
cat third_party/LICENSES.md \
  /usr/share/doc/{libpng,libjpeg62-turbo,zlib1g,libc6,libstdc++-12}-dev/copyright \
  >"$folder/THIRD_PARTY_LICENSES.txt"
tar -C build/static --sort=name --owner=0 --group=0 --numeric-owner \
  --mtime="@$(git log -1 --format=%ct)" -c "$name" | gzip -n9 >"build/release/$name.tar.gz"
(cd build/release && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
cat "build/release/$name.tar.gz.sha256"
