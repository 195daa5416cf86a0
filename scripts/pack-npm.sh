#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Packs npm/, which has been built, into FOLDER as it is published: with what only the place that
# publishes it knows.
#
#   scripts/pack-npm.sh FOLDER
#
#   GITHUB_REPOSITORY=OWNER/NAME   where the sources are: `repository`, `homepage` and `bugs`
#   NPM_NAME=@SCOPE/cnn2snn        its name, where the plain one belongs to somebody else
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
mkdir -p "${1:?usage: pack-npm.sh FOLDER}"
folder=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

pack() { "$root/scripts/with-node.sh" npm pack --loglevel=error --ignore-scripts --pack-destination "$1"; }

(cd npm && pack "$work" >/dev/null)
tar -xzf "$work"/*.tgz -C "$work"
cd "$work/package"
settings=()
if [ -n "${GITHUB_REPOSITORY:-}" ]; then
  address=${GITHUB_SERVER_URL:-https://github.com}/$GITHUB_REPOSITORY
  settings+=(repository.type=git "repository.url=git+$address.git" repository.directory=npm
    "homepage=$address#readme" "bugs.url=$address/issues")
fi
[ -z "${NPM_NAME:-}" ] || settings+=("name=$NPM_NAME")
[ "${#settings[@]}" = 0 ] || "$root/scripts/with-node.sh" npm pkg set "${settings[@]}"
pack "$folder"
