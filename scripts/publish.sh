#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Publishes what the release workflow has built and tested: the npm package with provenance and a
# release with the native programs, their checksums and the list of contents.
#
#   scripts/publish.sh [--dry-run] vX.Y.Z FOLDER      FOLDER: the artifacts, as they were uploaded
set -euo pipefail
cd "$(dirname "$0")/.."
run=()
npm_options=(--provenance --access public)
if [ "${1:-}" = --dry-run ]; then
  run=(echo +)
  npm_options=(--dry-run --access public)
  shift
fi
tag=$1
folder=$2
scripts/check-version.sh "$tag"

# A version with a suffix (1.0.0-rc.1) is installed by those who ask for it alone.
case $tag in
  *-*) npm_options+=(--tag next) release_options=(--prerelease) ;;
  *) npm_options+=(--tag latest) release_options=(--latest) ;;
esac
tarball=$(find "$folder" -name "cnn2snn-${tag#v}.tgz")
[ -f "$tarball" ] || { echo "publish: $folder holds no cnn2snn-${tag#v}.tgz, or several" >&2; exit 1; }
mapfile -t files < <(find "$folder" -name '*.tar.gz' -o -name '*.sha256' -o -name '*.tgz' -o -name sbom.json)
notes=$(mktemp)
awk -v heading="## ${tag#v}" 'index($0, "## ") == 1 { inside = (index($0, heading) == 1); next } inside' \
  CHANGELOG.md >"$notes"

npm publish "$tarball" "${npm_options[@]}"
"${run[@]}" gh release create "$tag" "${files[@]}" --verify-tag --title "cnn2snn ${tag#v}" \
  --notes-file "$notes" "${release_options[@]}"
