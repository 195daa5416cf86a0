#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes docs/patterns.md: every block pattern, the Akida layer it becomes, and the fixtures that cover it.

    pattern_table.py [--check]     --check: exit status 1 when the file is out of date or a pattern has no fixture
"""
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = ROOT / 'tests' / 'fixtures' / 'models.json'
DOCUMENT = ROOT / 'docs' / 'patterns.md'
SHOWN = 4      # fixtures named per pattern; the count says how many there are

Q = {'C': 'QuantizedConv2D', 'R': 'QuantizedReLU', 'M': 'QuantizedMaxPool2D', 'G': 'QuantizedGlobalAveragePooling2D',
     'A': 'QuantizedActivation', 'D': 'QuantizedDense', 'F': 'QuantizedFlatten', 'Rs': 'QuantizedReshape',
     'S': 'QuantizedSeparableConv2D', 'DW': 'QuantizedDepthwiseConv2D', 'T': 'QuantizedConv2DTranspose',
     'DT': 'QuantizedDepthwiseConv2DTranspose', 'B': 'QuantizedBufferTempConv', 'DB': 'QuantizedDepthwiseBufferTempConv',
     'P': 'QuantizedStatefulProjection', 'SR': 'QuantizedStatefulRecurrent', 'X': 'QuantizedExtractToken', 'Add': 'QuantizedAdd',
     'Cat': 'QuantizedConcatenate', 'Pico': 'QuantizedPicoPostProcessing', 'IQ': 'InputQuantizer', 'Deq': 'Dequantizer'}
DENSE = 'D|D R|F D|F D R|Rs D|Rs D R|Rs F D|Rs F D R'
PATTERNS = {
    'v2': [('input: ', 'C R|C M R|C A|C M A', 'InputConv2D'), ('input: ', 'IQ', 'Quantizer'),
           ('', 'C|C R|C M R|C R G|C G|C A|C M A|C A G', 'Conv2D'), ('', DENSE, 'Dense1D'),
           ('', 'DW|DW R|DW M R|DW A|DW M A', 'DepthwiseConv2D'), ('', 'T|T R|T A', 'Conv2DTranspose'),
           ('', 'DT|DT R|DT A', 'DepthwiseConv2DTranspose'), ('', 'B|B R', 'BufferTempConv'), ('', 'DB|DB R', 'DepthwiseBufferTempConv'),
           ('', 'P SR X P|P SR X P R', 'StatefulRecurrent'), ('', 'Add', 'Add'), ('', 'Cat', 'Concatenate'), ('', 'Pico', 'PicoPostProcessing'),
           ('', 'Deq', 'Dequantizer')],
    'v1': [('input: ', 'C R|C M R', 'InputConvolutional'), ('input: ', 'IQ', 'Quantizer'),
           ('', 'C|C R|C M R|C G R|C G', 'Convolutional'), ('', 'S|S R|S M R|S G R|S G', 'SeparableConvolutional'), ('', DENSE, 'FullyConnected'),
           ('', 'Deq', '(scales of the last layer)')]}
# Legacy blocks: a neural layer, an optional pooling, an optional activation (Flatten, Reshape and Softmax vanish).
LEGACY = [('input: ', 'QuantizedConv2D', 'InputConvolutional', True), ('', 'QuantizedConv2D', 'Convolutional', True),
          ('', 'QuantizedSeparableConv2D', 'SeparableConvolutional', True), ('', 'QuantizedDense', 'FullyConnected', False)]


def legacy_patterns():
    for prefix, neural, akida, pools in LEGACY:
        for pool in ('', ' > MaxPooling2D', ' > GlobalAveragePooling2D') if pools else ('',):
            for activation in ('', ' > QuantizedReLU', ' > ActivationDiscreteRelu'):
                yield prefix + neural + pool + activation, akida


def patterns():
    """(kind, pattern, Akida layer) of everything the official converter knows."""
    for target, rows in PATTERNS.items():
        for prefix, alternatives, akida in rows:
            for alternative in alternatives.split('|'):
                yield target, prefix + ' > '.join(Q[x] for x in alternative.split()), akida
    for pattern, akida in legacy_patterns():
        yield 'legacy', pattern, akida


def coverage():
    covered = {}
    for model in json.loads(TABLE.read_text())['models']:
        kind = 'legacy' if model['kind'] == 'legacy' else model['target']
        if model['expected'] == 'fbz':
            for pattern in set(model['patterns']):
                covered.setdefault((kind, pattern), []).append(model['name'])
    return covered


def document():
    covered, lines, missing = coverage(), [], []
    lines += ['# Patterns', '',
              'Layers of a quantized model are cut into blocks; a block that matches one of these patterns becomes one Akida layer, '
              'anything else is refused. An *input* pattern applies to the first block of a model with unsigned 8-bit images of 1 or 3 '
              'channels. Each fixture is a small model in `tests/fixtures/models` with what the official converter made of it; the tests '
              'compare our result with it, element by element. A pattern without a fixture does not count as supported.', '',
              'Written by `tests/oracle/pattern_table.py` from `tests/fixtures/models.json`. `cnn2snn patterns` prints the patterns.', '']
    titles = {'v2': 'Akida 2.0 (QuantizeML)', 'v1': 'Akida 1.0 (QuantizeML)', 'legacy': 'Akida 1.0 (models of the old CNN2SNN quantization API)'}
    kind = None
    for k, pattern, akida in patterns():
        if k != kind:
            kind = k
            lines += ['' if lines[-1] else None, f'## {titles[kind]}', '', '| pattern | Akida layer | fixtures | covered by |', '|---|---|---|---|']
            lines = [x for x in lines if x is not None]
        names = sorted(covered.get((kind, pattern), []), key=lambda n: (len(n), n))
        if not names:
            missing.append((kind, pattern))
        shown = ', '.join(f'`{n}`' for n in names[:SHOWN]) + (', …' if len(names) > SHOWN else '')
        text = re.sub(r'^input: ', '*input* ', pattern).replace(' > ', ' → ')
        lines.append(f'| {text} | {akida} | {len(names)} | {shown} |')
    total = len(list(patterns()))
    lines += ['', f'{total - len(missing)} of {total} patterns have a fixture.', '']
    return '\n'.join(lines), missing


def main():
    text, missing = document()
    for kind, pattern in missing:
        print(f'no fixture: {kind} {pattern}')
    if '--check' in sys.argv:
        if not DOCUMENT.exists() or DOCUMENT.read_text() != text:
            raise SystemExit('docs/patterns.md is out of date: run tests/oracle/pattern_table.py')
        raise SystemExit(bool(missing))
    DOCUMENT.write_text(text)
    print(text.splitlines()[-1])


if __name__ == '__main__':
    main()
