// SPDX-License-Identifier: Apache-2.0

import { copyFileSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atSite, DS_CNN, nativeFbz, Visit } from './browser';

const site = atSite();
const folder = mkdtempSync(join(tmpdir(), 'cnn2snn-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('where there is no memory for a model the page says so, and converts the next one', async () => {
  // Larger than the memory that WebAssembly begins with, 16 MiB.
  const large = join(folder, 'large.h5');
  copyFileSync(DS_CNN, large);
  truncateSync(large, 64 << 20);
  const visit = await Visit.start(site.browser, site.url);
  const { page } = visit;
  await visit.loaded();
  // What the browser answers when the computer has no memory left.
  await visit.worker().evaluate(() => {
    WebAssembly.Memory.prototype.grow = () => {
      throw new RangeError('WebAssembly.Memory.grow(): Unable to grow instance memory');
    };
  });
  await visit.choose(large);
  const error = page.getByTestId('error');
  await error.waitFor();
  const words = (await error.textContent()) ?? '';
  expect(words).toContain('not enough memory');
  expect(words).toContain('the command line tool has no such limit');
  expect(await page.getByTestId('download').count()).toBe(0);
  await visit.choose(DS_CNN);
  const { bytes } = await visit.download();
  expect(bytes.equals(nativeFbz(DS_CNN, 'v2'))).toBe(true);
  expect(visit.errors).toEqual([]);
  await visit.end();
});

test('a file that no page can read is named so, and the next model is converted', async () => {
  const huge = join(folder, 'huge.h5');
  copyFileSync(DS_CNN, huge);
  truncateSync(huge, 3 * 2 ** 30);
  const visit = await Visit.start(site.browser, site.url);
  await visit.loaded();
  await visit.choose(huge);
  const error = visit.page.getByTestId('error');
  await error.waitFor();
  const words = (await error.textContent()) ?? '';
  expect(words).toContain('the file could not be read');
  expect(words).toContain('A page reads files of up to 2 GB');
  await visit.choose(DS_CNN);
  const { bytes } = await visit.download();
  expect(bytes.equals(nativeFbz(DS_CNN, 'v2'))).toBe(true);
  expect(visit.errors).toEqual([]);
  await visit.end();
});
