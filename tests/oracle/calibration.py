# SPDX-License-Identifier: Apache-2.0
"""calibration.py CLI DIRECTORY [TEXT]: how equal quantizing is to the official one, counted.

DIRECTORY holds float models as tests/oracle/quantize_models.py takes them, with the official answers (NAME.fbz or NAME.error, and in NAME.json the
ranges that the official tool observed). Each model (whose name holds TEXT) is quantized twice: with the official ranges, and with its own
calibration on those samples of NAME.npz that the official call takes. Prints N of N for:
  official ranges    files equal in every element; refusals alike (the exception's class and half of its words);
  own calibration    files equal in every element; in every integer (all but the Dequantizer's scales and v1's act_step); ranges equal to the
                     last bit; the most integers that differ in a file, of how many, and by how much. Models that were made with oneDNN off
                     (`onednn` 0 in the .json) are counted apart."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy as np

import compare
import fbz
import quantize_models

FLOATS = ('float32', 'float16', 'float64')


def elements(variable):
    """The numbers of an integer variable."""
    dtype = variable['dtype'] if variable['dtype'] in ('int32', 'uint8', 'int16', 'uint16', 'int64') else 'int8'
    return np.frombuffer(bytes(variable['data']), dtype).astype(np.int64)


def integers(a, b):
    """(integers that differ, integers in all, the greatest difference) of two models of equal structure."""
    differing = count = worst = 0
    for x, y in zip(a['layers'], b['layers']):
        for name, variable in x['variables'].items():
            if variable['dtype'] in FLOATS:
                continue
            apart = np.abs(elements(variable) - elements(y['variables'][name]))
            count, differing, worst = count + apart.size, differing + int((apart > 0).sum()), max(worst, int(apart.max(initial=0)))
    return differing, count, worst


def taken(directory, name, table, out):
    """(the samples that the official call takes, the size of its batches): the command line takes all samples of a file, in batches of a given size."""
    data = np.load(directory / table.get('samples_file', f'{name}.npz'))
    samples = np.concatenate([data[key] for key in data.files])
    most, size = table['call'].get('num_samples', 1024), table['call'].get('batch_size')
    batches = -(-most // size) if size else most
    size = size or -(-len(samples) // most)
    np.savez(out / f'{name}.npz', samples=samples[:batches * size])
    return out / f'{name}.npz', size


def quantize(cli, directory, name, table, out, ranges):
    """(our .fbz or None, the JSON report's problems, the ranges we observed)."""
    args = quantize_models.arguments(directory, name, table, out)
    given = out / f'{name}.official'
    given.write_text(json.dumps({'observed': table.get('observed', {})}))
    samples, size = taken(directory, name, table, out)
    args[-2:] = ['--use-ranges', given] if ranges else ['--samples', samples]
    args[args.index('--batch_size') + 1] = size
    seen, made = out / f'{name}.seen', out / f'{name}.ours'
    for path in (seen, made):
        path.unlink(missing_ok=True)
    done = subprocess.run([str(x) for x in [cli, 'quantize', *args, '--ranges', seen, '--json']], capture_output=True, text=True)
    text = done.stdout + done.stderr
    report = json.JSONDecoder().raw_decode(text[text.find('{'):])[0] if '{' in text else {}
    return (fbz.read(made) if made.exists() else None), report.get('problems', []), json.loads(seen.read_text())['observed'] if seen.exists() else {}


def refused_alike(official, problems):
    from run import similarity
    known = re.match(r'(\w+): (.*)', official, re.S)       # else the file holds the end of the message alone
    message = (known[2] if known else official).split('Compatible patterns')[0]
    first = problems[0] if problems else {}
    said = ' '.join([first.get('reason', '')] + [part for layer in first.get('layers', []) for part in layer.values()])
    return (known is None or first.get('error_class') == known[1]) and similarity(message, said) >= .5


class Counts:
    """N of N under a heading, and what did not hold."""

    def __init__(self):
        self.of = {}

    def add(self, heading, good, what=''):
        self.of.setdefault(heading, []).append(bool(good))
        if not good:
            print(f'DIFFERENT {heading}: {what}', flush=True)

    def show(self):
        for heading, good in self.of.items():
            print(f'{heading}: {sum(good)} of {len(good)}')


def official_answer(directory, name, table):
    error = directory / f'{name}.error'
    return error.read_text() if error.exists() else table.get('refused') or table.get('not_quantizable')


def judge(cli, directory, name, table, out, counts):
    refusal = official_answer(directory, name, table)
    if refusal:
        made, problems, _ = quantize(cli, directory, name, table, out, 'observed' in table)
        counts.add('refused alike', made is None and refused_alike(refusal, problems),
                   f"{name}: {'converted' if made else problems[:1]}; officially {refusal[:200]}")
        return None
    official = fbz.read(directory / f'{name}.fbz')
    made, problems, _ = quantize(cli, directory, name, table, out, True)
    differences = compare.diff(official, made) if made else [f'refused: {problems[:1]}']
    counts.add('official ranges: equal in every element', not differences, f'{name}: {differences[:3]}')
    made, problems, seen = quantize(cli, directory, name, table, out, False)
    differences = compare.diff(official, made) if made else [f'refused: {problems[:1]}']
    own = 'own calibration' if table.get('onednn', 1) else 'own calibration, official one without oneDNN'
    counts.add(f'{own}: equal in every element', not differences, f'{name}: {differences[:2]}')
    apart = integers(official, made) if made else (1, 1, 0)
    counts.add(f'{own}: equal in every integer', not apart[0], f'{name}: {apart[0]} of {apart[1]} differ, by up to {apart[2]}')
    bits = [seen.get(layer) == values for layer, values in table['observed'].items()]
    counts.add(f'{own}: all ranges equal to the last bit', all(bits), f'{name}: {sum(bits)} of {len(bits)} layers')
    return apart


def main():
    cli, directory = map(pathlib.Path, sys.argv[1:3])
    only = sys.argv[3] if len(sys.argv) > 3 else ''
    counts, apart = Counts(), []
    with tempfile.TemporaryDirectory() as out:
        for name, table in quantize_models.cases(directory):
            if only in name:
                apart.append(judge(cli, directory, name, table, pathlib.Path(out), counts))
    counts.show()
    worst = max((x for x in apart if x), key=lambda x: x[0] / x[1], default=None)
    if worst:
        print(f'most integers that differ in a file: {worst[0]} of {worst[1]}, by up to {worst[2]}')


if __name__ == '__main__':
    main()
