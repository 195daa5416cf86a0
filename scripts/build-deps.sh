#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds HDF5, zlib and Snappy as static libraries for one flavour of the build:
#
#   scripts/build-deps.sh native|asan-ubsan|fuzz|wasm|aarch64|windows|libc++
#
# into build/deps/FLAVOUR/{include,lib}. Does nothing when they are there and no input has changed.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
flavour=${1:-native}
jobs=${CNN2SNN_JOBS:-$(nproc)}
prefix=$root/build/deps/$flavour
work=$root/build/deps/work-$flavour

cc=${CC:-gcc} cxx=${CXX:-g++}
configure=(cmake)
sanitize="-fno-omit-frame-pointer -g1 -fsanitize=address"
case $flavour in
  native) flags="-O2" ;;
  asan-ubsan) flags="-O1 $sanitize" ;;
  fuzz) cc=clang-14 cxx=clang++-14 flags="-O1 $sanitize -fsanitize=fuzzer-no-link" ;;
  wasm)
    # Debian's emscripten needs Debian's acorn, also where another node comes first in PATH.
    export NODE_PATH=${NODE_PATH:-/usr/share/nodejs}
    configure=(emcmake cmake) cc='' cxx=''
    flags="-Oz -finline-functions -flto -mbulk-memory"
    cxxflags="$flags -fwasm-exceptions"
    ;;
  aarch64 | windows)
    cc=aarch64-linux-gnu-gcc cxx=aarch64-linux-gnu-g++ flags="-O2"
    [ "$flavour" = aarch64 ] || { cc=x86_64-w64-mingw32-gcc-posix cxx=x86_64-w64-mingw32-g++-posix; }
    configure+=("-DCMAKE_TOOLCHAIN_FILE=$root/cmake/toolchains/$flavour.cmake")
    ;;
  libc++) cc=clang-14 cxx=clang++-14 flags="-O2" cxxflags="-O2 -stdlib=libc++" ;;
  *)
    echo "build-deps: unknown flavour '$flavour'" >&2
    exit 2
    ;;
esac
# What a reader never reaches in HDF5 stops these programs: a test or a fuzzer that gets there says so.
stop=OFF
case $flavour in asan-ubsan | fuzz) stop=ON ;; esac

mapfile -t sources < <("$root/scripts/fetch-deps.sh")
[ "${#sources[@]}" = 3 ] || exit 1

# Everything that decides what comes out, in one hash.
inputs=$({
  echo "$flavour $flags $cc $cxx ${sources[*]##*/}"
  if [ -n "$cc" ]; then "$cc" --version | sed -n 1p; else emcc --version | sed -n 1p; fi
  cat "$root/third_party/sources/Cargo.lock" "$0"
  cd "$root/third_party" && find CMakeLists.txt hdf5 zlib snappy -type f | LC_ALL=C sort | xargs sha256sum
} | sha256sum | cut -d' ' -f1)
if [ "$(cat "$prefix/.inputs" 2>/dev/null)" = "$inputs" ]; then
  echo "build-deps: build/deps/$flavour is up to date"
  exit 0
fi

echo "build-deps: building HDF5, zlib and Snappy for '$flavour'"
version=${sources[2]##*snappy.}
IFS=. read -r major minor patch <<<"$version"
[ -z "$cc" ] || configure+=("-DCMAKE_C_COMPILER=$cc" "-DCMAKE_CXX_COMPILER=$cxx")
# From nothing: neither an older file nor the cache of another folder takes part.
rm -rf "$work"
mkdir -p "$work"
"${configure[@]}" -G Ninja -S "$root/third_party" -B "$work" \
  -DCMAKE_BUILD_TYPE=None -DCMAKE_C_FLAGS="$flags" -DCMAKE_CXX_FLAGS="${cxxflags:-$flags}" \
  -DCMAKE_INSTALL_PREFIX="$prefix" -DCNN2SNN_HDF5_STOP=$stop \
  -DCNN2SNN_HDF5_ROOT="${sources[0]}/ext/hdf5" \
  -DCNN2SNN_ZLIB_ROOT="${sources[1]}/src/zlib" \
  -DCNN2SNN_SNAPPY_ROOT="${sources[2]}/snappy" \
  -DCNN2SNN_SNAPPY_VERSION_MAJOR="$major" -DCNN2SNN_SNAPPY_VERSION_MINOR="$minor" \
  -DCNN2SNN_SNAPPY_VERSION_PATCH="$patch" >"$work/configure.log" 2>&1 ||
  { cat "$work/configure.log" >&2; exit 1; }
ninja -C "$work" -j "$jobs" --quiet >"$work/build.log" 2>&1 || { tail -60 "$work/build.log" >&2; exit 1; }
rm -rf "$prefix"
ninja -C "$work" install >"$work/install.log" 2>&1 || { tail -20 "$work/install.log" >&2; exit 1; }
echo "$inputs" >"$prefix/.inputs"
echo "build-deps: done, in build/deps/$flavour"
