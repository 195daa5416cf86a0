#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Publishes what the release workflow has built and tested: the npm package with provenance and a
# release with the native programs, their checksums and the list of contents.
#
#   scripts/publish.sh [--dry-run] vX.Y.Z FOLDER      FOLDER: the artifacts, as they were uploaded
#
# Refuses before anything is published: a package that does not name the repository that publishes
# it ($GITHUB_REPOSITORY; npm's provenance needs it), and a name of the registry that belongs to
# another repository. A dry run makes the same checks and publishes nothing.
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
# From the root: npm takes "folder/name.tgz" for a repository of GitHub.
folder=$(cd "$2" && pwd)
refuse() {
  printf 'publish: %s\n' "$@" >&2
  exit 1
}
scripts/check-version.sh "$tag"

# A version with a suffix (1.0.0-rc.1) is installed by those who ask for it alone.
case $tag in
  *-*) npm_options+=(--tag next) release_options=(--prerelease) ;;
  *) npm_options+=(--tag latest) release_options=(--latest) ;;
esac
# With a scope in its name it is scope-cnn2snn-….tgz.
tarball=$(find "$folder" -name "*cnn2snn-${tag#v}.tgz")
[ -f "$tarball" ] || refuse "$folder holds no cnn2snn-${tag#v}.tgz, or several"
mapfile -t files < <(find "$folder" -name '*.tar.gz' -o -name '*.zip' -o -name '*.sha256' -o -name '*.tgz' -o -name 'sbom*.json')

manifest() {
  tar -xzOf "$tarball" package/package.json |
    node -p "JSON.parse(fs.readFileSync(0))$1 ?? ''"
}
here=git+${GITHUB_SERVER_URL:-https://github.com}/${GITHUB_REPOSITORY:?publish: which repository is this? set GITHUB_REPOSITORY=OWNER/NAME}.git
[ "$(manifest .repository?.url)" = "$here" ] ||
  refuse "the package names '$(manifest .repository?.url)' as its repository, not $here." \
    "Pack it with GITHUB_REPOSITORY set: scripts/pack-npm.sh."

name=$(manifest .name)
if ! published=$(npm view "$name" repository.url 2>&1); then
  # No such package yet: ours is the first. Any other failure is not an answer.
  [[ $published == *E404* ]] || refuse "the registry does not say whose '$name' is:" "$published"
elif [ "$published" != "$here" ]; then
  refuse "the name '$name' is taken: its repository is '$published'," \
    "its maintainers are: $(npm view "$name" maintainers | tr '\n' ' ')" \
    "Set the repository's variable NPM_NAME to a name of your own, such as @$(tr '[:upper:]' '[:lower:]' <<<"${GITHUB_REPOSITORY%/*}")/cnn2snn, and build again." \
    "Users then install it by both names: npm install cnn2snn@npm:@SCOPE/cnn2snn"
fi

notes=$(mktemp)
awk -v heading="## ${tag#v}" 'index($0, "## ") == 1 { inside = (index($0, heading) == 1); next } inside' \
  CHANGELOG.md >"$notes"
# What is there already, of these very bytes, is not published again: a job that is run once more, or
# the first version of a name, which is published by hand.
here_hash=sha512-$(openssl dgst -sha512 -binary "$tarball" | base64 -w0)
there_hash=$(npm view "$name@${tag#v}" dist.integrity 2>/dev/null || true)
if [ "$here_hash" = "$there_hash" ]; then
  echo "publish: $name ${tag#v} is on npm already, the same bytes"
else
  npm publish "$tarball" "${npm_options[@]}"
fi
"${run[@]}" gh release create "$tag" "${files[@]}" --verify-tag --title "cnn2snn ${tag#v}" \
  --notes-file "$notes" "${release_options[@]}"
