# SPDX-License-Identifier: Apache-2.0
"""Holds this converter against the official one (see run.sh, which starts it in the right environment).

For every NAME.h5 of the given directories (default: those of tests/fixtures) that has an official NAME.fbz or NAME.error:
 1. files     our .fbz against the official one: layers, parameters, inbounds, every variable element;
 2. runtime   both loaded in the Akida runtime: `to_dict()` equal, outputs of every layer equal on generated inputs;
 3. older     (--old-runtimes) our file loads and gives the same output in every runtime that can run what it holds;
 4. refusals  exit status neither 0 nor 2, and the same reason (exception class, step and wording) as the official one.
A directory of float models with options (tests/fixtures/quantize; --quantize adds it) is quantized by this program first; the official converter
reads the quantized .h5, and its .fbz is held against the one `cnn2snn quantize` wrote, too.
A directory with a verdicts.json holds float models: `cnn2snn check` is held against the official verdicts.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import time

import compare
import fbz
import quantize_models
import verdicts

HERE = pathlib.Path(__file__).parent
QUANTIZE = HERE.parent / 'fixtures' / 'quantize'
FIXTURES = [HERE.parent / 'fixtures' / 'models', HERE.parent / 'fixtures' / 'compat']
OLD_RUNTIMES = ('2.4.0', '2.14.0', '2.18.2', '2.19.1')
# Where a refused official conversion stopped -> the steps of ours that say the same.
STEPS = {'load': ('read', 'parse', 'quantization'), 'convert': ('parse', 'conversion'), 'blocks': ('conversion', 'parse'),
         'quantization': ('quantization',), 'layers': ('conversion', 'quantization')}


class Runtime:
    """A child process with an Akida runtime; started again when the runtime crashes."""

    def __init__(self, python):
        self.python, self.process = python, None

    def ask(self, request):
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen([str(self.python), str(HERE / 'runtime_check.py')], stdin=subprocess.PIPE,
                                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            self.process.stdin.write(json.dumps(request) + '\n')
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ''
        if not line:
            status = self.process.wait()
            self.process = None
            return dict(error=f'the runtime crashed (exit status {status})')
        return json.loads(line)


def cases(directory):
    """(name, .h5, what is known of it) of every model that has an official answer."""
    table = directory.parent / f'{directory.name}.json'
    known = {x['name']: x for x in json.loads(table.read_text())['models']} if table.exists() else {}
    for h5 in sorted(directory.glob('*.h5')):
        record = known.get(h5.stem)
        if record is None and h5.with_suffix('.json').exists():
            record = json.loads(h5.with_suffix('.json').read_text())
        if record and (h5.with_suffix('.fbz').exists() or h5.with_suffix('.error').exists()):
            yield h5.stem, h5, record


def run_cli(cli, h5, target, scaling, out):
    out.unlink(missing_ok=True)
    command = [str(cli), 'convert', '-m', str(h5), '-o', str(out), '--target', target, '--json']
    if scaling:
        command += ['--scale', repr(scaling[0]), '--shift', repr(scaling[1])]
    start = time.monotonic()
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, errors='replace')
    except subprocess.TimeoutExpired:
        return dict(status=-1, seconds=300., problems=[], text='timeout')
    report = {}
    for text in (done.stdout, done.stderr):
        start_of_json = text.find('{')
        if start_of_json >= 0:
            try:
                report = json.loads(text[start_of_json:])
                break
            except ValueError:
                pass
    return dict(status=done.returncode, seconds=time.monotonic() - start, problems=report.get('problems', []),
                text=(done.stdout + done.stderr)[-2000:], report=report)


def words(text):
    """A message without its layer prefix, Python traceback, object representations and punctuation."""
    text = re.sub(r"\n\nin user code:\n.*?\n    (\w+: .*?)(?: for '\{\{node.*?)?\n\s*\n.*", r' \1', text, flags=re.S)
    text = re.sub(r"Layers '.*?: unsupported type \[.*?\]: ", '', text, flags=re.S)
    text = re.sub(r'<[^<>]* object at 0x[0-9a-f]+>|0x[0-9a-f]+', '', text)
    return re.findall(r'[a-z0-9_]+', text.lower())


def similarity(official, ours):
    """The part of the official message's distinct words that ours says too."""
    a, b = set(words(official)), set(words(ours))
    return len(a & b) / len(a) if a else 1.


def compare_refusal(official, stage, done):
    """What differs between the official refusal and ours: (verdict differences, wording differences)."""
    if done['status'] == 0:
        return ['converted, but the official converter refuses it: ' + official[:200]], []
    if done['status'] == 2 or done['status'] < 0:
        return [f"exit status {done['status']}, not a refusal: {done['text'][-300:]}"], []
    if not done['problems']:
        return ['refused without a problem in the JSON report'], []
    kind, _, message = official.partition(': ')
    first = done['problems'][0]
    soft = []
    if first.get('error_class') != kind:
        soft.append(f"exception class {first.get('error_class')!r}, officially {kind!r}")
    if stage and first['step'] not in STEPS[stage]:
        soft.append(f"step {first['step']!r}, officially it stops at {stage!r}")
    close = similarity(message, ' '.join([first['reason']] + [part for layer in first['layers'] for part in layer.values()]))
    if close < .5:
        soft.append(f"reason {first['reason'][:160]!r}, officially {message[:160]!r} ({close:.0%} of the words)")
    return [], soft


def check(name, h5, record, options, newest, older):
    """One model through all comparisons: a dictionary for the JSON report."""
    ours = options.work / 'ours' / f'{h5.parent.name}-{name}.fbz'
    scaling = record.get('input_scaling')
    done = run_cli(options.cli, h5, record['target'], scaling, ours)
    result = dict(name=name, directory=str(h5.parent), target=record['target'], status=done['status'],
                  seconds=round(done['seconds'], 4), differences=[], wording=[])
    error = h5.with_suffix('.error')
    if error.exists():
        result['expected'] = 'error'
        stage = record.get('stage') or (record.get('error') or {}).get('stage')
        result['differences'], result['wording'] = compare_refusal(error.read_text(), stage, done)
        if ours.exists() and done['status'] != 0:
            result['differences'].append('refused, but it wrote a file')
        return result
    result['expected'] = 'fbz'
    if done['status'] != 0 or not ours.exists():
        first = done['problems'][0] if done['problems'] else {}
        result['differences'] = [f"not converted (exit status {done['status']}): "
                                 f"{first.get('id', '')} {first.get('layer', '')}: {first.get('reason', done['text'][-300:])}"]
        return result
    official = h5.with_suffix('.fbz')
    quantized = h5.with_suffix('.ours')
    if quantized.exists() and quantized.read_bytes() != ours.read_bytes():
        result['differences'] = ['quantizing gives another .fbz than converting its quantized .h5']
        return result
    try:
        mine = fbz.read(ours)
        result['differences'] = compare.diff(fbz.read(official), mine)
        result['version'] = mine['version']
        result['bytes'] = [official.stat().st_size, ours.stat().st_size]
    except (OSError, fbz.FormatError, ValueError) as e:
        result['differences'] = [f'our file cannot be read: {e}']
        return result
    if newest:
        answer = newest.ask(dict(compare=[str(official), str(ours)], inputs=options.inputs, seed=options.seed))
        result['runtime'] = answer
        result['differences'] += answer.get('differences', [])
        if 'error' in answer:
            same = newest.ask(dict(compare=[str(official), str(official)], inputs=options.inputs, seed=options.seed))
            if same.get('error') == answer['error']:      # the official file cannot be run either
                result['runtime_skipped'] = answer['error']
                loaded = newest.ask(dict(compare=[str(official), str(ours)], inputs=0, seed=0, outputs=False))
                result['differences'] += loaded.get('differences', []) + [loaded[k] for k in ('error',) if k in loaded]
            else:
                result['differences'].append('runtime: ' + answer['error'])
    if older:
        result['older'] = check_older(ours, mine['version'], options, newest, older)
        result['differences'] += [f"runtime {v}: {x['error']}" for v, x in result['older'].items() if 'error' in x]
    return result


def number(version):
    return tuple(int(x) for x in re.findall(r'\d+', version)[:3])


def check_older(ours, stamped, options, newest, older):
    """Our file in every older runtime that its stamp promises it to."""
    request = dict(load=str(ours), inputs=2, seed=options.seed)
    reference = newest.ask(request) if newest else {}
    results = {}
    for version, runtime in older.items():
        if number(version) < number(stamped):
            continue
        answer = runtime.ask(request)
        if 'error' not in answer and 'digest' in reference and answer['digest'] != reference['digest']:
            answer['error'] = 'the output differs from the newest runtime\'s'
        if 'error' in answer and answer['error'] == reference.get('error'):
            continue                                       # not runnable as a whole in the newest either
        results[version] = answer
    return results


def old_runtimes(options):
    """A small virtual environment for each older runtime (their wheels need no TensorFlow)."""
    found = {}
    for version in OLD_RUNTIMES:
        venv = options.work / f'akida-{version}'
        if not (venv / 'bin' / 'python').exists():
            subprocess.run([options.python, '-m', 'venv', venv], check=True)
        check_it = subprocess.run([venv / 'bin' / 'python', '-c', 'import akida'], capture_output=True)
        if check_it.returncode:
            print(f'Installing the Akida runtime {version}.', flush=True)
            subprocess.run([venv / 'bin' / 'pip', 'install', '--quiet', '--disable-pip-version-check',
                            f'akida=={version}', 'numpy<2' if number(version) < (2, 14) else 'numpy'], check=True)
        found[version] = Runtime(venv / 'bin' / 'python')
    return found


def parse_arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('directories', nargs='*', type=pathlib.Path, metavar='MODELS_DIRECTORY')
    p.add_argument('--cli', type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    p.add_argument('--work', type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    p.add_argument('--python', default='python3.11', help=argparse.SUPPRESS)
    p.add_argument('--old-runtimes', action='store_true', help='load our files in older runtimes, too')
    p.add_argument('--no-runtime', action='store_true', help='compare files only')
    p.add_argument('--reconvert', action='store_true', help='convert every .h5 again officially instead of trusting the stored answer')
    p.add_argument('--quantize', action='store_true', help='quantize the float models of tests/fixtures/quantize, and convert the result officially')
    p.add_argument('--inputs', type=int, default=4, help='generated inputs per model (default 4)')
    p.add_argument('--seed', type=int, default=0)
    p.add_argument('--only', default='', help='only the models whose name holds this')
    p.add_argument('--json', type=pathlib.Path, help='where to write the results (default: build/oracle/results.json)')
    o = p.parse_args()
    o.directories = o.directories or FIXTURES + ([QUANTIZE] if o.quantize else [])
    return o


def summary(results, options):
    """Prints the counts, N of N, and every difference; true when everything is equal."""
    converted = [r for r in results if r['expected'] == 'fbz']
    refused = [r for r in results if r['expected'] == 'error']
    ran = [r for r in converted if 'compared' in r.get('runtime', {})]

    def count(what, good, everything):
        if everything:
            print(f'{what}: {sum(map(bool, good))} of {everything}')

    for r in results:
        for d in r['differences'][:6]:
            print(f"DIFFERENT {r['name']} ({r['target']}): {' '.join(d.split())}")
        if len(r['differences']) > 6:
            print(f"DIFFERENT {r['name']}: … {len(r['differences']) - 6} more")
        for d in r['wording']:
            print(f"WORDING {r['name']} ({r['target']}): {d}")
    count('converted and equal to the official file', [not r['differences'] for r in converted], len(converted))
    if ran:
        count('of these, run layer by layer in the runtime with equal outputs',
              [not r['runtime']['differences'] for r in ran], len(ran))
        for r in converted:
            if 'runtime_skipped' in r:
                print(f"   {r['name']}: loads with an equal to_dict(), but the runtime cannot run the official file either: "
                      f"{r['runtime_skipped']}")
        print(f"   {sum(r['runtime']['compared'] for r in ran)} layer outputs, "
              f"{sum(r['runtime']['varying'] for r in ran)} of them depend on the input")
    if options.old_runtimes:
        for version in OLD_RUNTIMES:
            tried = [r['older'][version] for r in converted if version in r.get('older', {})]
            count(f'loaded and run in {version} with the same output', ['error' not in x for x in tried], len(tried))
    count('refused alike', [not r['differences'] for r in refused], len(refused))
    count('   and with the same class, step and wording', [not r['differences'] and not r['wording'] for r in refused],
          len(refused))
    judged = [r for r in results if r['expected'] == 'verdict']
    if judged:
        count('compatibility verdicts and steps alike', [not r['differences'] for r in judged], len(judged))
        count('   and with the same class and wording', [not r['differences'] and not r['wording'] for r in judged], len(judged))
    return not any(r['differences'] for r in results)


def main():
    options = parse_arguments()
    (options.work / 'ours').mkdir(parents=True, exist_ok=True)
    if options.reconvert:
        options.directories = [d if (d / 'verdicts.json').exists() or any(quantize_models.cases(d)) else reconvert(d, options.work / 'official' / d.name, options)
                               for d in options.directories]
    options.directories = [quantized(d, options.work / 'quantized' / d.name, options) if any(quantize_models.cases(d)) else d
                           for d in options.directories]
    newest = None if options.no_runtime else Runtime(sys.executable)
    older = old_runtimes(options) if options.old_runtimes else {}
    results = []
    for directory in options.directories:
        if (directory / 'verdicts.json').exists():
            results += verdicts.check_directory(directory, options, similarity)
            continue
        for name, h5, record in cases(directory):
            if options.only in name:
                results.append(check(name, h5, record, options, newest, older))
                if sys.stderr.isatty():
                    print(f'\r{len(results)} {name:60.60}', end='', file=sys.stderr)
    if not results:
        raise SystemExit('no model with an official answer found in ' + ', '.join(map(str, options.directories)))
    equal = summary(results, options)
    path = options.json or options.work / 'results.json'
    path.write_text(json.dumps(dict(equal=equal, models=results), indent=1))
    print(f'details: {path}')
    raise SystemExit(0 if equal else 1)


def reconvert(directory, out, options):
    """The same models with fresh answers of the official converter (which needs TensorFlow)."""
    subprocess.run([sys.executable, HERE / 'convert_officially.py', directory, out, options.only], check=True,
                   env=dict(os.environ, TF_CPP_MIN_LOG_LEVEL='3'))
    return out


def quantized(directory, out, options):
    """The float models quantized by this program, with the answers of the official converter (which needs TensorFlow)."""
    subprocess.run([sys.executable, HERE / 'quantize_models.py', options.cli, directory, out, options.only], check=True,
                   env=dict(os.environ, TF_CPP_MIN_LOG_LEVEL='3'))
    return out


if __name__ == '__main__':
    main()
