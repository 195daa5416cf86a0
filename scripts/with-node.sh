#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Runs a command with the Node.js and npm that the package and the page are built with:
#
#   scripts/with-node.sh npm ci
#
# The system's where it is new enough (20.19, 22.13, 24 or later); else, as on Debian 12, the one
# that third_party/node pins, which the system's npm fetches once into build/node.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

new_enough() {
  node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major >= 24 || (major === 22 && minor >= 13) || (major === 20 && minor >= 19) ? 0 : 1)'
}

if ! new_enough; then
  home=$root/build/node
  if ! cmp -s "$root/third_party/node/package-lock.json" "$home/fetched-package-lock.json"; then
    echo "with-node: Node.js $(node --version) is too old to build with: fetching the one of third_party/node" >&2
    rm -rf "$home"
    mkdir -p "$home"
    cp "$root"/third_party/node/package{,-lock}.json "$home"
    npm ci --prefix "$home" --no-audit --no-fund >"$root/build/node.log" 2>&1 ||
      { tail -20 "$root/build/node.log" >&2; echo "with-node: failed: npm ci" >&2; exit 1; }
    cp "$home/package-lock.json" "$home/fetched-package-lock.json"
  fi
  binary=$(find "$home"/node_modules/node-*/bin -name node | head -1)
  PATH=$(dirname "${binary:?there is no Node.js for this kind of machine in third_party/node}"):$home/node_modules/.bin:$PATH
  export PATH
  new_enough
fi
exec "$@"
