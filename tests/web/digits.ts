// SPDX-License-Identifier: Apache-2.0

import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseNpz } from '../../web/src/samples/npz';
import { greyPng } from './png';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FIXTURES = join(ROOT, 'tests/fixtures/quantize');

/** The float model, pictures to calibrate with, and others with labels: scikit-learn's digits. */
export const DIGITS = join(FIXTURES, 'digits.h5');
export const DIGITS_CALIBRATION = join(FIXTURES, 'digits.npz');
export const DIGITS_TEST = join(ROOT, 'web/examples/digits/test.npz');
export const DIGITS_FBZ = join(FIXTURES, 'digits_4_4_4.fbz');

/** What TensorFlow and QuantizeML say to the test pictures. */
export const DIGITS_CLASSES = join(FIXTURES, 'classes/digits.json');

/** A file of many pictures, each other than the one before: work that does not end at once. */
export function manyDigits(count: number): string {
  const shape = `(${count}, 16, 16, 1)`;
  const header = `{'descr': '|u1', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117) + '\n';
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0]);
  const data = Buffer.from(Uint8Array.from({ length: count * 256 }, (_, at) => (at * 7) % 251));
  const path = join(mkdtempSync(join(tmpdir(), 'digits-')), 'many.npy');
  writeFileSync(path, Buffer.concat([start, Buffer.from(header), data]));
  return path;
}

/** The first test pictures as .png files, in a folder for each class. */
export async function digitFolders(count: number): Promise<string> {
  const arrays = await parseNpz(new Uint8Array(readFileSync(DIGITS_TEST)));
  const [x, y] = [arrays.get('x'), arrays.get('y')];
  if (!x || !y) throw new Error('the test pictures have no x or no y');
  const folder = mkdtempSync(join(tmpdir(), 'digits-'));
  for (let at = 0; at < count; at++) {
    const own = join(folder, String(y.data[at]));
    mkdirSync(own, { recursive: true });
    const pixels = Uint8Array.from(x.data.subarray(at * 256, (at + 1) * 256));
    writeFileSync(join(own, `${String(at).padStart(3, '0')}.png`), greyPng(pixels, 16, 16));
  }
  return folder;
}
