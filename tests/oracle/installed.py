# SPDX-License-Identifier: Apache-2.0
"""Exit status 0 when every `name==version` line of a requirements file is installed here."""
import importlib.metadata
import sys


def installed(line):
    name, version = line.split('==')
    try:
        return importlib.metadata.version(name) == version
    except importlib.metadata.PackageNotFoundError:
        return False


sys.exit(not all(installed(x.strip()) for x in open(sys.argv[1]) if '==' in x))
