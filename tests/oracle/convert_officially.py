# SPDX-License-Identifier: Apache-2.0
"""convert_officially.py DIRECTORY OUT [TEXT]: the .h5 of DIRECTORY (whose name holds TEXT) through the official converter again.

OUT gets the .h5 with its .fbz or .error and a .json, as build_models.py would leave them."""
import json
import pathlib
import shutil
import sys

from build_models import convert, record_patterns
from cnn2snn import AkidaVersion, set_akida_version
import run


def main():
    directory, out = map(pathlib.Path, sys.argv[1:3])
    only = sys.argv[3] if len(sys.argv) > 3 else ''
    out.mkdir(parents=True, exist_ok=True)
    record_patterns()
    for name, h5, known in run.cases(directory):
        if only not in name:
            continue
        target = out / h5.name
        shutil.copyfile(h5, target)
        for suffix in ('.fbz', '.error'):
            target.with_suffix(suffix).unlink(missing_ok=True)
        with set_akida_version(AkidaVersion.v1 if known['target'] == 'v1' else AkidaVersion.v2):
            answer = convert(target, known)
        record = {k: known[k] for k in ('name', 'target', 'kind', 'input_scaling') if k in known}
        target.with_suffix('.json').write_text(json.dumps(dict(record, **answer), indent=1))


if __name__ == '__main__':
    main()
