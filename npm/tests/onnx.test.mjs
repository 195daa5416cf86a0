// SPDX-License-Identifier: Apache-2.0
// Models quantized with QuantizeML's ONNX path: the installed package against the native program,
// whose results are tested against the official converter's, and against the official refusals.
import { beforeAll, expect, test } from '@jest/globals';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, native, repository, root, run, scratch, sha256 } from './packed.mjs';

const folder = join(repository, 'tests/fixtures/onnx');
const path = (name, extension) => join(folder, name.replace(/\.onnx$/, extension));
const official = (name) => readFileSync(path(name, '.error'), 'utf8');
let outcomes;
let names;

beforeAll(() => {
  cpSync(join(root, 'tests/scenarios'), join(app, 'scenarios'), { recursive: true });
  const { stdout, stderr, status } = run(process.execPath, ['scenarios/onnx.mjs', folder]);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  outcomes = JSON.parse(stdout);
  names = Object.keys(outcomes);
  expect(names.length).toBeGreaterThan(250);
});

test('converts what the official converter converts, to the bytes of the native program', () => {
  const converted = names.filter((name) => existsSync(path(name, '.fbz')));
  expect(converted.length).toBeGreaterThan(150);
  const cwd = scratch('onnx');
  for (const name of converted) {
    expect([name, outcomes[name]]).toEqual([name, { fbz: expect.any(String) }]);
    const { status } = run(native, ['convert', '-m', join(folder, name), '-o', 'native.fbz'], {
      cwd,
    });
    expect([name, status]).toEqual([name, 0]);
    expect([name, outcomes[name].fbz]).toEqual([
      name,
      sha256(readFileSync(join(cwd, 'native.fbz'))),
    ]);
  }
});

test('refuses what the official converter refuses, with its class', () => {
  const refused = names.filter((name) => existsSync(path(name, '.error')));
  expect(refused.length).toBeGreaterThan(80);
  // What is not ONNX by its content (empty, zeros, HDF5) is refused as what it is.
  const others = refused.filter((name) => outcomes[name].file !== 'onnx');
  expect(others.length).toBeLessThan(6);
  for (const name of refused) {
    expect([name, outcomes[name]]).toEqual([
      name,
      { errorClass: expect.any(String), reason: expect.any(String), file: expect.anything() },
    ]);
    if (others.includes(name)) continue;
    // ONNX's own shape inference has no counterpart: such models are refused in other words.
    const expected = official(name).split(':')[0];
    if (expected === 'InferenceError') continue;
    expect([name, outcomes[name].errorClass]).toEqual([name, expected]);
  }
});
