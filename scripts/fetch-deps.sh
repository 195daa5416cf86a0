#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Brings the pinned sources of HDF5, zlib and Snappy into one cache folder and unpacks them there.
#
#   CNN2SNN_DEPS=FOLDER scripts/fetch-deps.sh      (default folder: build/deps/src)
#
# The archives are those named, with their SHA-256, in third_party/sources/Cargo.lock. One that is
# already in the folder is not fetched again, so the folder can be filled by hand for a build
# without a network; every archive is verified before it is unpacked, wherever it came from.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cache=${CNN2SNN_DEPS:-$root/build/deps/src}
lock=$root/third_party/sources/Cargo.lock
mkdir -p "$cache"

# Prints "version checksum" of a package in Cargo.lock.
pinned() {
  awk -v name="$1" '
    $1 == "name" { found = ($3 == "\"" name "\"") }
    found && $1 == "version" { gsub(/"/, "", $3); version = $3 }
    found && $1 == "checksum" { gsub(/"/, "", $3); print version, $3; exit }' "$lock"
}

missing=0
for package in hdf5-metno-src libz-sys snappy_src; do
  read -r version checksum < <(pinned "$package")
  [ -f "$cache/$package-$version.crate" ] || missing=1
done

if [ "$missing" = 1 ]; then
  cargo_version=$(cargo --version 2>/dev/null | awk '{print $2}' || true)
  if ! printf '1.85\n%s\n' "${cargo_version:-0}" | sort -V -C; then
    echo "fetch-deps: cargo 1.85 or newer is needed to fetch the sources (found: ${cargo_version:-none})." >&2
    echo "fetch-deps: on Debian 12, 'scripts/setup-debian.sh native' installs it (package cargo-web);" >&2
    echo "fetch-deps: or place the archives in $cache by hand, see third_party/README.md." >&2
    exit 1
  fi
  cargo fetch --quiet --locked --manifest-path "$root/third_party/sources/Cargo.toml"
fi

for package in hdf5-metno-src libz-sys snappy_src; do
  read -r version checksum < <(pinned "$package")
  archive=$cache/$package-$version.crate
  if [ ! -f "$archive" ]; then
    found=$(find "${CARGO_HOME:-$HOME/.cargo}/registry/cache" -name "$package-$version.crate" | head -1)
    cp "${found:?cargo did not keep $package-$version.crate}" "$archive.part"
    mv "$archive.part" "$archive"
  fi
  if ! echo "$checksum  $archive" | sha256sum --check --status; then
    echo "fetch-deps: $archive does not have the pinned SHA-256 $checksum" >&2
    exit 1
  fi
  if [ ! -f "$cache/$package-$version/.unpacked" ]; then
    rm -rf "$cache/$package-$version"
    tar -xzf "$archive" -C "$cache" --no-same-owner
    touch "$cache/$package-$version/.unpacked"
  fi
  echo "$cache/$package-$version"
done
