// SPDX-License-Identifier: Apache-2.0
// Quantization in WebAssembly gives what the native program gives, byte for byte.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { copyFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  app,
  DS_CNN,
  fixture,
  native,
  repository,
  root,
  run,
  scratch,
  sha256,
  writeFiles,
} from './packed.mjs';
import { cases } from './quantization-cases.mjs';
import { readNpz } from './npz.mjs';
import { examples } from './readme.mjs';

cpSync(join(root, 'tests/scenarios'), join(app, 'scenarios'), { recursive: true });

const read = (path) => (existsSync(path) ? readFileSync(path) : null);

/** What the native program writes. */
function natively({ model, samples, ranges, args }) {
  const folder = scratch('quantize');
  const at = (name) => join(folder, name);
  if (ranges) writeFileSync(at('given.json'), JSON.stringify(ranges));
  const source = samples ? ['--samples', samples] : ['--use-ranges', at('given.json')];
  const outputs = ['-s', at('q.h5'), '--fbz', at('q.fbz'), '--ranges', at('ranges.json')];
  const asked = [...source, ...outputs, ...args, '--analysis', '--json'];
  const report = JSON.parse(run(native, ['quantize', '-m', model, ...asked]).stdout);
  const observed = read(at('ranges.json'));
  const hash = (bytes) => bytes && sha256(bytes);
  return {
    h5: hash(read(at('q.h5'))),
    fbz: hash(read(at('q.fbz'))),
    ranges: observed && JSON.parse(observed),
    analysis: report.analysis,
    problems: report.problems,
  };
}

describe.each(['thread', 'worker'])('in the %s', (where) => {
  let seen;
  beforeAll(() => {
    const { stdout, stderr, status } = run(process.execPath, ['scenarios/quantize.mjs', where], {
      input: JSON.stringify(cases),
    });
    expect([status, stderr]).toEqual([0, '']);
    seen = JSON.parse(stdout);
  });

  test.each(cases.map((one) => [one.name, one]))('%s', (name, one) => {
    expect(seen[name]).toEqual(natively(one));
    expect(seen[name].fbz === null).toBe(seen[name].problems.length > 0);
  });
});

test('the example of the README', () => {
  const cwd = scratch('readme');
  writeFiles(cwd, examples('quantize'));
  const { model, samples } = cases.find(({ samples: given }) => given);
  copyFileSync(model, join(cwd, 'float_model.h5'));
  copyFileSync(samples, join(cwd, 'samples.npz'));
  expect(run(process.execPath, ['quantize.mjs'], { cwd }).status).toBe(0);
  const options = [
    '--batch_size',
    '32',
    '-w',
    '4',
    '-a',
    '4',
    '-s',
    'native',
    '--fbz',
    'native.fbz',
  ];
  run(native, ['quantize', '-m', 'float_model.h5', '-sa', 'samples.npz', ...options], { cwd });
  const bytes = (name) => read(join(cwd, name));
  expect(bytes('quantized.h5').equals(bytes('native.h5'))).toBe(true);
  expect(bytes('model.fbz').equals(bytes('native.fbz'))).toBe(true);
});

test.each(['thread', 'worker'])('the classes before and after quantizing, in the %s', (where) => {
  const of = (name) => join(repository, 'tests/fixtures/quantize', name);
  const pictures = readNpz(readFileSync(join(repository, 'web/examples/digits/test.npz'))).x.data;
  const args = ['scenarios/classify.mjs', of('digits.h5'), of('digits.npz'), where];
  const { stdout, stderr } = run(process.execPath, args, { input: pictures });
  expect(stderr).toBe('');
  const official = JSON.parse(readFileSync(of('classes/digits.json'), 'utf8'));
  expect(JSON.parse(stdout)).toEqual({
    floatClasses: official.float,
    quantizedClasses: official.quantized_4,
    alone: [official.float, null],
    refused: [
      ['ConversionError', 'E_ARGUMENT'],
      ['AbortError', 'E_CANCELLED'],
    ],
  });
});

test('the device verdict of what is quantized does not take the module that quantizes', () => {
  const { stdout } = run(process.execPath, [
    'scenarios/modules.mjs',
    join(repository, 'tests/fixtures/quantize/digits_4_4_4.fbz'),
    fixture(`${DS_CNN}.h5`),
    join(repository, 'tests/fixtures/quantize/digits.h5'),
  ]);
  expect(JSON.parse(stdout)).toEqual(['no', 'open', 'E_FILE']);
});

test('an array gives what its .npy gives; options are checked; cancelling works', () => {
  const { stdout, stderr } = run(process.execPath, ['scenarios/quantize-options.mjs'], {
    input: JSON.stringify(cases.find(({ samples }) => samples).model),
  });
  expect(stderr).toBe('');
  const seen = JSON.parse(stdout);
  expect(seen.array).toEqual(seen.npy);
  expect(seen.random).toEqual(seen.again);
  expect(seen.random).not.toEqual(seen.otherSeed);
  expect(seen.refused).toEqual([
    [
      'E_ARGUMENT',
      'samples of the shape [2, 3] have 6 numbers, not 5; the first extent is the number of samples',
    ],
    ['E_ARGUMENT', 'weightBits=0 must be a whole number above 0'],
    ['E_ARGUMENT', "flattenShift=off must be one of ['keep', 'drop']"],
    ['E_ARGUMENT', 'samples and ranges both say what the ranges are: give one of them'],
  ]);
  expect(seen.cancelled).toEqual(['AbortError', 'AbortError']);
  expect(seen.steps).toContain('quantization');
});
