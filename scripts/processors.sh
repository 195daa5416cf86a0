#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds the program with other compilers, at other optimization levels and for other processors, and
# compares what it makes of every fixture with the native build (gcc, -O3), byte for byte:
#
#   scripts/processors.sh [gcc-O0 … gcc-O3] [clang-O0 … clang-O3] [libc++] [windows] [aarch64]
#                         [aarch64-tests]
#
# Without a name: all of them, and at the end which of them failed. windows also runs what is special
# there, in wine; aarch64-tests runs all tests, in qemu (hours). On a Debian 12 this installs what is
# missing, as root (the libraries for aarch64 are unpacked into build/sysroot). docs/processors.md
# tells what came out.
set -euo pipefail
cd "$(dirname "$0")/.."
flavours=("$@")
[ "${#flavours[@]}" != 0 ] || flavours=({gcc,clang}-O{0,1,2,3} libc++ windows aarch64{,-tests})
build=build/processors
mkdir -p "$build"

# Runs a command with its output in a log that is shown only when the command fails.
quietly() {
  local log=$build/$1.log
  shift
  "$@" >"$log" 2>&1 || { tail -60 "$log" | cut -c -300 >&2; echo "processors: failed: $*" >&2; exit 1; }
}

# NAME PRESET OPTIONS...: builds the program alone.
program() {
  local name=$1 preset=$2
  shift 2
  quietly "$name-configure" cmake --preset "$preset" -B "$build/$name" -DCNN2SNN_TESTS=OFF "$@"
  quietly "$name-build" cmake --build "$build/$name" --target cnn2snn
}

# NAME COMMAND...: what it makes of the fixtures, compared with the native build.
compare() {
  local name=$1
  shift
  quietly "$name-outputs" tests/outputs.sh "$build/outputs/$name" "$@"
  diff -r "$build/outputs/native" "$build/outputs/$name" >"$build/$name.diff" ||
    { head -c 4000 "$build/$name.diff" >&2; echo "processors: $name differs from native" >&2; exit 1; }
  printf '%-10s %s files equal (%s s)\n' "$name" "$(find "$build/outputs/$name" -type f | wc -l)" "$SECONDS"
}

# The arm64 packages that aarch64 programs are linked with: unpacked, nothing of them is run.
sysroot() {
  local folder=build/sysroot/aarch64 sources=() list
  [ ! -d "$folder" ] || return 0
  for list in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources; do
    ! grep -qs bookworm "$list" || sources+=("$list")
  done
  mkdir -p build/sysroot
  apt-config dump | grep '^Acquire::' | grep -v '^Acquire::IndexTargets' >"$build/apt.conf" || true
  quietly sysroot mmdebstrap --variant=extract --architectures=arm64 --aptopt="$build/apt.conf" \
    --include=libc6-dev,libpng-dev,libjpeg62-turbo-dev,libgtest-dev,libgmock-dev \
    bookworm "$folder.part" "${sources[@]}"
  mv "$folder.part" "$folder"
}

aarch64() {
  scripts/setup-debian.sh aarch64
  sysroot
  scripts/build-deps.sh aarch64
  quietly "$1-configure" cmake --preset aarch64
  quietly "$1-build" cmake --build --preset aarch64 --target "$2"
}

# All that one name stands for; ends the (sub)shell when something is not as it should be.
try() {
  local flavour=$1 compiler=g++
  case $flavour in
    gcc-O[0-3] | clang-O[0-3])
      [ "${flavour%-*}" = gcc ] || { compiler=clang++-14 && scripts/setup-debian.sh clang; }
      # HDF5, zlib and Snappy move bytes; the arithmetic is ours.
      program "$flavour" native -DCMAKE_CXX_COMPILER="$compiler" \
        -DCMAKE_CXX_FLAGS_RELEASE="-${flavour#*-} -DNDEBUG"
      compare "$flavour" "$build/$flavour/bin/cnn2snn"
      ;;
    libc++)
      scripts/setup-debian.sh libc++
      scripts/build-deps.sh libc++
      program libc++ libc++
      compare libc++ "$build/libc++/bin/cnn2snn"
      ;;
    windows)
      scripts/setup-debian.sh windows
      scripts/build-deps.sh windows
      program windows windows
      export WINEARCH=win64 WINEDEBUG=-all WINEPREFIX=$PWD/$build/wine
      quietly wine /usr/lib/wine/wine64 wineboot -i
      compare windows /usr/lib/wine/wine64 "$build/windows/bin/cnn2snn.exe"
      tests/program/windows_smoke.sh /usr/lib/wine/wine64 "$build/windows/bin/cnn2snn.exe"
      ;;
    aarch64)
      aarch64 "$flavour" cnn2snn
      compare aarch64 qemu-aarch64-static build/aarch64/bin/cnn2snn
      ;;
    aarch64-tests)
      aarch64 "$flavour" all
      quietly "$flavour" ctest --preset aarch64 -j "$(nproc)" --no-tests=error
      tail -3 "$build/$flavour.log"
      ;;
    *)
      echo "processors: unknown flavour '$flavour'" >&2
      exit 2
      ;;
  esac
}

scripts/setup-debian.sh native outputs
scripts/build-deps.sh native
quietly native-configure cmake --preset native
quietly native-build cmake --build --preset native --target cnn2snn
quietly native-outputs tests/outputs.sh "$build/outputs/native" build/native/bin/cnn2snn

failed=()
for flavour in "${flavours[@]}"; do
  # Not in `||`: there `set -e` would not end the subshell.
  set +e
  (set -e && SECONDS=0 && try "$flavour")
  status=$?
  set -e
  [ "$status" = 0 ] || failed+=("$flavour")
done
[ "${#failed[@]}" = 0 ] || { echo "processors: failed: ${failed[*]}" >&2; exit 1; }
