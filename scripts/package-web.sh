#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The npm package as it is published (build/release/cnn2snn-VERSION.tgz), the page
# (build/release/page, with Brotli files beside the large ones) and the list of what is in them
# (build/release/sbom.json).
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup-debian.sh native wasm node
scripts/build-wasm.sh
for folder in npm web; do
  (cd "$folder" && ../scripts/with-node.sh npm ci --no-audit --no-fund)
  (cd "$folder" && ../scripts/with-node.sh npm run build)
done
mkdir -p build/release
rm -rf build/release/page
cp -r web/dist build/release/page
scripts/with-node.sh node web/precompress.mjs build/release/page
scripts/pack-npm.sh build/release
scripts/with-node.sh node scripts/sbom.mjs >build/release/sbom.json
