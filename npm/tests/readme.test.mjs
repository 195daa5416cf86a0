// SPDX-License-Identifier: Apache-2.0
// The examples for Node in the README (those for pages are in page.test.mjs).
import { expect, test } from '@jest/globals';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DS_CNN, fixture, native, REFUSED, run, scratch, writeFiles } from './packed.mjs';
import { examples } from './readme.mjs';

function prepared(model) {
  const cwd = scratch('readme');
  writeFiles(cwd, examples('node'));
  copyFileSync(fixture(model), join(cwd, 'model.h5'));
  return cwd;
}

test.each(Object.keys(examples('node')))('%s converts', (name) => {
  const cwd = prepared(`${DS_CNN}.h5`);
  const { status, stdout } = run(process.execPath, [name], { cwd });
  expect(status).toBe(0);
  expect(stdout).not.toBe('');
  run(native, ['convert', '-m', 'model.h5', '-o', 'native.fbz'], { cwd });
  expect(readFileSync(join(cwd, 'model.fbz')).equals(readFileSync(join(cwd, 'native.fbz')))).toBe(
    true,
  );
});

test('convert.mjs lists the problems of a refused model', () => {
  const cwd = prepared(`${REFUSED}.h5`);
  const { status, stderr } = run(process.execPath, ['convert.mjs'], { cwd });
  expect([status, stderr]).toEqual([1, expect.stringMatching(/^E_/)]);
  expect(stderr).not.toContain('undefined');
  expect(existsSync(join(cwd, 'model.fbz'))).toBe(false);
});

test('classify.mjs runs a model', () => {
  const cwd = prepared(`${DS_CNN}.h5`);
  writeFiles(cwd, examples('run'));
  run(native, ['convert', '-m', 'model.h5', '-o', 'model.fbz'], { cwd });
  const { status, stdout, stderr } = run(process.execPath, ['classify.mjs'], { cwd });
  expect([status, stderr]).toEqual([0, '']);
  const lines = stdout.trim().split('\n');
  expect(lines.slice(0, 2)).toEqual([
    'takes uint8, 49 x 10 x 1',
    'scores of the shape 2 x 1 x 1 x 33',
  ]);
  expect(lines[2]).toMatch(/^classes (\d+), \1$/);
  expect(lines.at(-1)).toBe('dense_5/dequantizer float32 2 x 1 x 1 x 33');
  const shared = run(process.execPath, ['workers.mjs'], { cwd });
  expect([shared.status, shared.stderr]).toEqual([0, '']);
  expect(shared.stdout).toMatch(/100%\n100 classes\n$/);
});
