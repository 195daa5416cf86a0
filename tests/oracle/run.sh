#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Compares this converter with the official one, in the real Akida runtime.
#
#   run.sh [--old-runtimes] [--no-runtime] [--reconvert] [--quantize] [--json FILE] [--seed N] [MODELS_DIRECTORY…]
#
# The official packages are set up in a virtual environment of their own; nothing else needs them. They come under
# their own licences (akida and akida-models: BrainChip's, proprietary), which are yours to accept.
#   PYTHON         a Python 3.11 (default: python3.11 from the PATH)
#   ORACLE_VENV    where the environment is or goes (default: build/oracle/venv)
#   CNN2SNN        the converter to try (default: build/native/bin/cnn2snn)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
venv=${ORACLE_VENV:-$root/build/oracle/venv}
cli=${CNN2SNN:-$root/build/native/bin/cnn2snn}

if [ ! -x "$cli" ]; then
  echo "$cli is missing: run 'make native' first (or say where it is: CNN2SNN=…)." >&2
  exit 2
fi

# Everything is compared with stored official results; only --reconvert and --quantize need TensorFlow and the official converter.
packages=$here/requirements-runtime.txt
case " $* " in *" --reconvert "* | *" --quantize "*) packages=$here/requirements.txt ;; esac

if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" "$here/installed.py" "$packages"; then
  python=${PYTHON:-python3.11}
  if ! command -v "$python" > /dev/null; then
    echo "Python 3.11 is needed: the official packages have no other. Install it (for instance with 'uv python install" \
         "3.11' or pyenv) and set PYTHON to it." >&2
    exit 2
  fi
  if ! "$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'; then
    echo "$python is $("$python" --version), but the official packages need Python 3.11." >&2
    exit 2
  fi
  echo "Installing the official packages ($(grep -o '^[a-z0-9_-]*==[0-9.]*' "$packages" | tr '\n' ' ')) into $venv."
  echo "Their licences are yours to accept; nothing of them becomes part of this project."
  if [ ! -x "$venv/bin/python" ] && ! "$python" -m venv "$venv"; then
    echo "$python cannot make virtual environments: install its venv module (Debian: apt-get install python3.11-venv)." >&2
    exit 2
  fi
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$packages"
fi

exec "$venv/bin/python" "$here/run.py" --cli "$cli" --work "$root/build/oracle" --python "${PYTHON:-python3.11}" "$@"
