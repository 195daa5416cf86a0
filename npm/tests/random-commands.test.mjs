// SPDX-License-Identifier: Apache-2.0
// Random command lines, thrown at the command of the package and at the native program: they end
// alike. CNN2SNN_RANDOM_COMMANDS says how many, CNN2SNN_RANDOM_SEED which ones.
import { expect, test } from '@jest/globals';
import { both } from './effect.mjs';

const count = Number(process.env.CNN2SNN_RANDOM_COMMANDS ?? 120);
const seed = Number(process.env.CNN2SNN_RANDOM_SEED ?? 1);

/** Mulberry32: the same numbers from 0 to 1 everywhere. */
function generator(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const VERBS = [
  ...['convert', 'check', 'info', 'patterns', 'quantize', 'reshape', 'calibrate', 'calibrate bc'],
  ...['calibrate adaround', 'convrt', '', '--version', '-h', 'inof'],
  ...['run', 'evaluate', 'upgrade', 'devices', 'check', 'quantize'],
];
const INPUTS = [
  ...['model.h5', 'model.h5', './model.h5', 'broken.h5', 'text.h5', 'network.ONNX', 'akida.fbz'],
  ...['folder.d', '.', 'missing.h5', 'model.h5/x', '', '-', '/dev/null', 'é.h5'],
];
const OUTPUTS = [
  ...['new.fbz', 'new', 'akida.fbz', 'text.h5', 'model.h5', 'x.onnx', 'folder.d', 'a/b/', 'a/b.c'],
  ...['-', '', '/dev/null', 'text.h5/x', 'é/ü.fbz', '..a'],
];
const VALUES = [
  'AKD1000',
  'PicoIP',
  'keep',
  'akida.fbz',
  '4',
  'v1',
  'v2',
  'v3',
  'uint8',
  'int16',
  '1',
  '-3',
  '0x10',
  ' 4',
  '1.5',
  '2.19.3',
  'x',
  '',
];
const NAMES = [
  ...['-i', '--device', '--top', '--threads', '--labels', '--flatten-shift', '-a', '-w', '-sa'],
  ...['--target', '--runtime-version', '-sc', '--scale', '-sh', '--input-dtype', '--input_dtype'],
  ...['-wq', '-aq', '--activ_quantization', '-ih', '-iw', '-sa', '-bs', '-e', '-lr', '--ouput'],
];
const FLAGS = [
  ...['--require-full', '--layers', '--top', '--per_tensor_activations', '-i', '--device'],
  ...['--json', '--json', '--json=off', '--json=maybe', '--no-fold-BN', '-act', '-h', '--help'],
  ...['--version', '--', '-', '--unknown', '-x', '-hx', 'more', 'check', '-m', '-o', '--target'],
];

function commandLine(random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const given = (name, value) => {
    const shape = random();
    if (shape < 0.7) return [name, value];
    return [shape < 0.9 || name.length > 2 ? `${name}=${value}` : `${name}${value}`];
  };
  const parts = [];
  for (let models = Math.floor(random() * 2.5); models > 0; --models) {
    parts.push(random() < 0.85 ? given(pick(['-m', '--model']), pick(INPUTS)) : [pick(INPUTS)]);
  }
  if (random() < 0.4) parts.push(given(pick(['-o', '--output']), pick(OUTPUTS)));
  while (random() < 0.3) parts.push(given(pick(NAMES), pick(VALUES)));
  while (random() < 0.25) parts.push([pick(FLAGS)]);
  const shuffled = parts.map((part) => [random(), part]).sort(([a], [b]) => a - b);
  const verb = pick(VERBS).split(' ').filter(Boolean);
  return [...verb, ...shuffled.flatMap(([, part]) => part)];
}

test(`${String(count)} random command lines end alike`, () => {
  const random = generator(seed);
  const codes = new Set();
  for (let i = 0; i < count; ++i) {
    const env = random() < 0.1 ? { CNN2SNN_TARGET_AKIDA_VERSION: random() < 0.5 ? 'v1' : 'x' } : {};
    codes.add(both(commandLine(random), { env }).status);
  }
  // They reach what they should.
  for (const code of [0, 1, 2, 3, 4]) expect([...codes]).toContain(code);
}, 1_000_000);
