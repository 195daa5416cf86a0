#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs the Debian 12 packages that a part of the build needs:
#
#   scripts/setup-debian.sh [native] [lint] [fuzz] [wasm] [node] [browser] [clang] [outputs]
#                           [libc++] [aarch64] [windows] [coverage]         (default: native)
#
# Says what it installs; does nothing when everything is there. Uses apt-get as root or via sudo.
set -euo pipefail

packages=()
have() { command -v "$1" >/dev/null 2>&1; }

cargo_is_new() {
  have cargo && printf '1.85\n%s\n' "$(cargo --version | awk '{print $2}')" | sort -V -C
}

for need in "${@:-native}"; do
  case $need in
    native)
      packages+=(g++ make cmake ninja-build libhwy-dev git ca-certificates nlohmann-json3-dev
        libflatbuffers-dev flatbuffers-compiler libprotozero-dev libpng-dev
        libjpeg62-turbo-dev libgtest-dev libgmock-dev libbenchmark-dev)
      # Fetches the pinned source archives; Debian's plain `cargo` is too old for today's index.
      cargo_is_new || packages+=(cargo-web)
      ;;
    lint) packages+=(clang-format-14 clang-tidy-14) ;;
    fuzz) packages+=(clang-14 libclang-rt-14-dev llvm-14 lld-14 python3) ;;
    wasm) packages+=(emscripten node-acorn libhwy-dev) ;;
    node) have node && have npm || packages+=(nodejs npm) ;;
    clang) packages+=(clang-14) ;;
    outputs) packages+=(unzip) ;;
    libc++) packages+=(clang-14 libc++-14-dev libc++abi-14-dev) ;;
    windows) packages+=(g++-mingw-w64-x86-64-posix wine64 zip) ;;
    aarch64) packages+=(g++-aarch64-linux-gnu qemu-user-static mmdebstrap) ;;
    coverage) packages+=(gcovr) ;;
    browser) have chromium || packages+=(chromium) ;;
    *)
      echo "setup-debian: unknown part '$need'" >&2
      exit 2
      ;;
  esac
done

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ "${#missing[@]}" = 0 ]; then
  exit 0
fi

if ! have apt-get; then
  echo "setup-debian: this system has no apt-get; install the equivalents of: ${missing[*]}" >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" != 0 ]; then
  have sudo || { echo "setup-debian: run as root, or install: ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
echo "setup-debian: installing ${missing[*]}"
log=$(mktemp)
run() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive "$@" >"$log" 2>&1 ||
    { tail -20 "$log" >&2; echo "setup-debian: failed: $*" >&2; exit 1; }
}
run apt-get update
run apt-get install -y --no-install-recommends "${missing[@]}"
rm -f "$log"
