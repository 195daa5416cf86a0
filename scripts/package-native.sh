#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The native program as it is released: linked statically, stripped, with its licences, in
# build/release, the SHA-256 beside it. The archive of the same sources, built twice, is the same bytes.
#
#   scripts/package-native.sh            cnn2snn-VERSION-linux-PROCESSOR.tar.gz: one for every Linux
#   scripts/package-native.sh windows    cnn2snn-VERSION-windows-x86_64.zip, and what it contains
set -euo pipefail
cd "$(dirname "$0")/.."

platform=${1:-linux}
build=build/static/$platform
licences=(third_party/LICENSES.md)
options=(-DCNN2SNN_TESTS=OFF)
case $platform in
  linux)
    preset=native processor=$(uname -m) program=cnn2snn strip=strip start=()
    options+=(-DCNN2SNN_STATIC=ON)
    licences+=(/usr/share/doc/{libpng,libjpeg62-turbo,zlib1g,libc6,libstdc++-12}-dev/copyright)
    ;;
  windows)
    preset=windows processor=x86_64 program=cnn2snn.exe strip=x86_64-w64-mingw32-strip
    start=(env WINEARCH=win64 WINEDEBUG=-all "WINEPREFIX=$PWD/build/static/wine" /usr/lib/wine/wine64)
    licences+=(/usr/share/doc/{mingw-w64-x86-64-dev,gcc-mingw-w64-base}/copyright)
    scripts/setup-debian.sh windows node
    ;;
  *)
    echo "package-native: unknown platform '$platform'" >&2
    exit 2
    ;;
esac
scripts/setup-debian.sh native
scripts/build-deps.sh "$preset"
cmake --preset "$preset" -B "$build" "${options[@]}" >/dev/null
cmake --build "$build" --target cnn2snn

mkdir -p build/release
model=tests/fixtures/models/ds_cnn_kws_i8_w8_a8
version=$("${start[@]}" "$build/bin/$program" --version | awk '{ print $NF }' | tr -d '\r')
"${start[@]}" "$build/bin/$program" convert -m "$model.h5" -o "$build/packaged.fbz" >/dev/null 2>&1
"${start[@]}" "$build/bin/$program" info "$build/packaged.fbz" >/dev/null

name=cnn2snn-$version-$platform-$processor
folder=$build/$name
rm -rf "$folder"
mkdir -p "$folder"
"$strip" -o "$folder/$program" "$build/bin/$program"
cp LICENSE NOTICE CHANGELOG.md "$folder"
cat "${licences[@]}" >"$folder/THIRD_PARTY_LICENSES.txt"
committed=$(git log -1 --format=%ct)
if [ "$platform" = windows ]; then
  archive=$name.zip
  find "$folder" -exec touch --date="@$committed" {} +
  rm -f "build/release/$archive"
  (cd "$build" && find "$name" | LC_ALL=C sort | TZ=UTC zip -q -9 -X -@ "../../release/$archive")
  scripts/with-node.sh node scripts/sbom.mjs windows >build/release/sbom-windows.json
else
  archive=$name.tar.gz
  tar -C "$build" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$committed" -c "$name" |
    gzip -n9 >"build/release/$archive"
fi
(cd build/release && sha256sum "$archive" >"$archive.sha256")
cat "build/release/$archive.sha256"
