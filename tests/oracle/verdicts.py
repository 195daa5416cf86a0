# SPDX-License-Identifier: Apache-2.0
"""Holds `cnn2snn check` against the verdicts of the official cnn2snn.check_model_compatibility.

A directory of float models has a verdicts.json: {name: {"v2": "OK" or "Class: message", "v1": …, "v2 int8": …}}.
"""
import json
import re
import subprocess


def official_step(message):
    found = re.match(r'(\w+): Incompatibility found during (\w+): (.*)', message, flags=re.S)
    return found.groups() if found else (message.partition(': ')[0], '', message.partition(': ')[2])


def run_check(cli, h5, target, dtype):
    command = [str(cli), 'check', '-m', str(h5), '--target', target, '--input-dtype', dtype, '--json']
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, errors='replace')
    except subprocess.TimeoutExpired:
        return -1, {}
    begin = done.stdout.find('{')
    try:
        return done.returncode, json.loads(done.stdout[begin:]) if begin >= 0 else {}
    except ValueError:
        return done.returncode, {}


def compare_verdict(official, status, report, similarity):
    """(verdict differences, wording differences) of one model for one target."""
    compatible = official == 'OK'
    if status == 2 or status < 0 or 'compatible' not in report:
        return [f'no verdict (exit status {status}), officially {official[:120]!r}'], []
    if report['compatible'] != compatible:
        reason = report['problems'][0]['reason'][:200] if report['problems'] else ''
        return [f"compatible={report['compatible']} {reason!r}, officially {official[:200]!r}"], []
    if (status == 0) != compatible:
        return [f'exit status {status} for compatible={compatible}'], []
    if compatible:
        return [], []
    kind, step, message = official_step(official)
    first = report['problems'][0]
    hard = [] if not step or first['step'] == step else [f"step {first['step']!r}, officially {step!r}: {message[:160]!r}"]
    soft = []
    if first.get('error_class') != kind:
        soft.append(f"exception class {first.get('error_class')!r}, officially {kind!r}")
    close = similarity(message, ' '.join([first['reason']] + [part for layer in first['layers'] for part in layer.values()]))
    if close < .5:
        soft.append(f"reason {first['reason'][:160]!r}, officially {message[:160]!r} ({close:.0%} of the words)")
    return hard, soft


def check_directory(directory, options, similarity):
    results = []
    for name, verdicts in json.loads((directory / 'verdicts.json').read_text()).items():
        h5 = directory / f'{name}.h5'
        if not h5.exists() or options.only not in name:
            continue
        for key, official in verdicts.items():
            target, _, dtype = key.partition(' ')
            status, report = run_check(options.cli, h5, target, dtype or 'uint8')
            hard, soft = compare_verdict(official, status, report, similarity)
            results.append(dict(name=name, directory=str(directory), target=key, expected='verdict', status=status,
                                differences=hard, wording=soft))
    return results
