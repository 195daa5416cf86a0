#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes tests/fixtures/models again with the official packages.

    regenerate_fixtures.py [--only TEXT]                 rebuild every model that models.json lists
    regenerate_fixtures.py --adopt DIR --set SET NAME…   take cases that build_models.py has already written to DIR
    regenerate_fixtures.py --drop NAME…                  forget fixtures

models.json is the list: what each fixture is, which set of models_*.py builds it, and what the official converter
answered. Calibration samples of quantize() are random, so rebuilt models differ in their values from the old ones;
each .h5 and its .fbz always come from the same run.
"""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
MODELS = HERE.parent / 'fixtures' / 'models'
TABLE = HERE.parent / 'fixtures' / 'models.json'
BATCH = 40     # cases per process: TensorFlow keeps what it has allocated
RENAMED = {'ds_cnn_kws_8_8_8': 'ds_cnn_kws_i8_w8_a8'}     # the names their makers publish them under


def without_paths(message):
    """Python's stacks say where packages are installed."""
    return re.sub(r'/[^ "]*?site-packages/', '', message)


def entry(directory, case, case_set):
    """The line of models.json for a case that build_models.py has written to `directory`."""
    record = json.loads((directory / f'{case}.json').read_text())
    if 'not_quantizable' in record:
        return None
    line = dict(name=RENAMED.get(case, case), set=case_set, case=case, target=record['target'], kind=record['kind'],
                expected='fbz' if 'layers' in record else 'error')
    if 'input_scaling' in record:
        line['input_scaling'] = record['input_scaling']
    if line['expected'] == 'fbz':
        line['akida_layers'] = record['layers']
        if record.get('warnings'):
            line['warnings'] = record['warnings']
    else:
        kind, _, message = without_paths((directory / f'{case}.error').read_text()).partition(': ')
        line['error'] = {'class': kind, 'message': message, 'stage': record.get('stage')}
    line['patterns'] = record.get('patterns', [])
    return line


def adopt(directory, case, case_set):
    line = entry(directory, case, case_set)
    if line is None:
        return None
    for suffix in ('h5', 'fbz', 'error'):
        target = MODELS / f"{line['name']}.{suffix}"
        target.unlink(missing_ok=True)
        source = directory / f'{case}.{suffix}'
        if suffix == 'error' and source.exists():
            target.write_text(without_paths(source.read_text()))
        elif source.exists():
            shutil.copyfile(source, target)
    return line


def read_table():
    return {x['name']: x for x in json.loads(TABLE.read_text())['models']} if TABLE.exists() else {}


def write_table(table):
    head = dict(official=dict(cnn2snn='2.19.3', quantizeml='1.2.5', akida='2.19.3', akida_models='1.14.2'),
                models=[table[x] for x in sorted(table)])
    TABLE.write_text(json.dumps(head, indent=1) + '\n')


def rebuild(table, only):
    wanted = {}
    for line in table.values():
        if only in line['name']:
            wanted.setdefault(line['set'], []).append(line['case'])
    with tempfile.TemporaryDirectory() as scratch:
        for case_set, cases in wanted.items():
            directory = pathlib.Path(scratch) / case_set
            for i in range(0, len(cases), BATCH):
                subprocess.run([sys.executable, HERE / 'build_models.py', directory, '--set', case_set, '--exact',
                                ','.join(cases[i:i + BATCH])], check=True)
            for case in cases:
                line = adopt(directory, case, case_set)
                if line is None:
                    raise SystemExit(f'{case}: the official packages no longer build this model')
                table[line['name']] = line


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--only', default='', help='only the fixtures whose name holds this')
    p.add_argument('--adopt', type=pathlib.Path, metavar='DIR')
    p.add_argument('--set', help='the case set the adopted models were built from')
    p.add_argument('--drop', action='store_true')
    p.add_argument('names', nargs='*')
    a = p.parse_args()
    MODELS.mkdir(parents=True, exist_ok=True)
    table = read_table()
    if a.adopt:
        for case in a.names:
            line = adopt(a.adopt, case, a.set)
            if line:
                table[line['name']] = line
    elif a.drop:
        for name in a.names:
            del table[name]
            for suffix in ('h5', 'fbz', 'error'):
                (MODELS / f'{name}.{suffix}').unlink(missing_ok=True)
    else:
        rebuild(table, a.only)
    write_table(table)
    print(f"{len(table)} fixtures, {sum(x['expected'] == 'fbz' for x in table.values())} converted, "
          f"{sum(x['expected'] == 'error' for x in table.values())} refused")


if __name__ == '__main__':
    main()
