#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Runs the README's two commands as a new user does: on a minimal Debian 12 where nothing is
# installed and nothing is cached. For whoever changes the set-up; as root, with mmdebstrap.
#
#   tests/bare_debian.sh                  scripts/demo.sh, then scripts/test.sh
#   tests/bare_debian.sh demo npm lint    these alone (demo, or a part of scripts/test.sh), each on a
#                                         machine of its own
#   tests/bare_debian.sh -- COMMAND...    any other command, in the clone
#
# What a command leaves in the clone's build/release or build/fuzz/findings is copied to here.
#
# What is committed is tested. How this machine reaches the Debian archive and the registries
# (sources, proxies, certificates, settings of npm and cargo) holds for the bare one too.
# The machines are made in build/bare_debian, or in $CNN2SNN_BARE.
set -euo pipefail
cd "$(dirname "$0")/.."
bare=${CNN2SNN_BARE:-$PWD/build/bare_debian}

if [ "$(id -u)" != 0 ] || ! command -v mmdebstrap >/dev/null; then
  echo "bare_debian: run as root, with mmdebstrap installed" >&2
  exit 1
fi
[ -z "$(git status --porcelain --untracked-files=no)" ] ||
  echo "bare_debian: what is not committed is not tested" >&2
mkdir -p "$bare"

# The archive as this machine reaches it, when it is a Debian 12 itself; else Debian's own.
sources=()
for list in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources; do
  ! grep -qs bookworm "$list" || sources+=("$list")
done
apt-config dump | grep '^Acquire::' | grep -v '^Acquire::IndexTargets' >"$bare/apt.conf" || true

# Settings by environment: proxies, certificates, registries.
environment=()
while IFS= read -r line; do
  environment+=("$line")
done < <(env | grep -iE '^((http|https|no|all)_proxy|ssl_cert_(file|dir)|node_extra_ca_certs|curl_ca_bundle|git_ssl_cainfo|npm_config_[a-z_]*|cargo_(http|net|registr|source)[a-z_]*)=' || true)

base=$bare/base.tar
if [ ! -f "$base" ]; then
  echo "bare_debian: making a minimal Debian 12"
  mmdebstrap --quiet --variant=minbase --format=tar --aptopt="$bare/apt.conf" bookworm "$base.part" "${sources[@]}"
  mv "$base.part" "$base"
fi

# Copies a setting of this machine, when there is one, to the same place of the bare one.
same_setting() {
  [ ! -e "$1" ] || { mkdir -p "$root$(dirname "$2")" && cp -rL "$1" "$root$2"; }
}

new_machine() {
  root=$bare/root
  rm -rf --one-file-system "$root"
  mkdir -p "$root"
  tar -xpf "$base" -C "$root" --exclude=./dev/*
  same_setting /etc/resolv.conf /etc/resolv.conf
  same_setting /etc/hosts /etc/hosts
  same_setting /usr/local/share/ca-certificates /usr/local/share/ca-certificates
  same_setting /etc/npmrc /etc/npmrc
  same_setting "$HOME/.npmrc" /root/.npmrc
  same_setting "${CARGO_HOME:-$HOME/.cargo}/config.toml" /root/.cargo/config.toml
  git clone --quiet --no-local . "$root/root/cnn2snn"
}

# Runs one command in the clone; whatever it leaves running ends with it.
on_machine() {
  local kept
  local start=$SECONDS status=0
  echo "bare_debian: \$ $*"
  unshare --mount --pid --ipc --fork --kill-child bash -euc '
    root=$1
    shift
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    exec chroot "$root" "$@"' bash "$root" \
    /usr/bin/env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    "${environment[@]}" bash -c 'cd ~/cnn2snn && exec "$@"' bash "$@" </dev/null || status=$?
  times+=("$(printf '%5d s  %s%s' $((SECONDS - start)) "$*" "$([ "$status" = 0 ] || echo "  FAILED ($status)")")")
  [ "$status" = 0 ] || failed=1
  for kept in build/release build/fuzz/findings; do
    [ ! -d "$root/root/cnn2snn/$kept" ] || { mkdir -p "$kept" && cp -r "$root/root/cnn2snn/$kept/." "$kept"; }
  done
}

times=()
failed=0
if [ "$#" = 0 ]; then
  new_machine
  on_machine ./scripts/demo.sh
  on_machine ./scripts/test.sh
elif [ "$1" = -- ]; then
  shift
  new_machine
  on_machine "$@"
  set --
fi
for part in "$@"; do
  new_machine
  case $part in
    demo) on_machine ./scripts/demo.sh ;;
    *) on_machine ./scripts/test.sh "$part" ;;
  esac
done
rm -rf --one-file-system "$root"

printf '\nOn a bare Debian 12, %s cores, nothing cached:\n' "$(nproc)"
printf '%s\n' "${times[@]}"
exit "$failed"
