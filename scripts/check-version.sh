#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Everything that names the version names the same, and CHANGELOG.md has a section for it:
#
#   scripts/check-version.sh [vX.Y.Z]      with a tag: that one
set -euo pipefail
cd "$(dirname "$0")/.."

json_version() { awk -F'"' '$2 == "version" { print $4; exit }' "$1"; }

version=$(json_version npm/package.json)
number=$(awk '/^project\(cnn2snn VERSION/ { print $3; exit }' CMakeLists.txt)
prerelease=$(awk -F'"' '/^set\(CNN2SNN_PRERELEASE/ { print $2; exit }' CMakeLists.txt)
failed=0
same() {
  [ "$1" = "$version" ] || { echo "check-version: $2 says $1, npm/package.json $version" >&2; failed=1; }
}
same "$number$prerelease" CMakeLists.txt
same "$(json_version npm/package-lock.json)" npm/package-lock.json
[ -z "${1:-}" ] || same "${1#v}" 'the tag'
grep -q "^## $version\( \|$\)" CHANGELOG.md ||
  { echo "check-version: CHANGELOG.md has no section '## $version'" >&2; failed=1; }
[ "$failed" = 0 ] && echo "check-version: $version"
exit "$failed"
