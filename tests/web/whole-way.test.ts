// SPDX-License-Identifier: Apache-2.0

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { atSite, nativeEvaluation, nativeQuantization, Visit } from './browser';
import { DIGITS, DIGITS_CALIBRATION, DIGITS_TEST } from './digits';

const site = atSite();

test('a float model and pictures in, an Akida file out: the bytes and the accuracy of the native program', async () => {
  const native = nativeQuantization(DIGITS, DIGITS_CALIBRATION);
  const visit = await Visit.start(site.browser, site.url);
  const { page } = visit;
  await visit.choose(DIGITS);
  await page.getByTestId('open-quantize').click();
  await page.getByTestId('calibration').getByText('random ones stand in').waitFor();
  const section = page.getByTestId('quantize-section');
  await section.getByTestId('sample-files').setInputFiles(DIGITS_CALIBRATION);
  await page.getByTestId('calibration').getByText('digits.npz').waitFor();
  await page.getByTestId('quantize').click();
  const { name, bytes } = await visit.download('quantized-fbz');
  expect(name).toBe('digits_i8_w8_a8.fbz');
  expect(bytes.equals(native.fbz)).toBe(true);
  expect((await visit.download('quantized-h5')).bytes.equals(native.h5)).toBe(true);

  await page.getByTestId('open-try').click();
  await page.getByTestId('try').getByTestId('sample-files').setInputFiles(DIGITS_TEST);
  const file = join(native.folder, 'here.fbz');
  writeFileSync(file, bytes);
  const { correct, samples } = nativeEvaluation(file, DIGITS_TEST);
  expect(await page.getByTestId('accuracy').textContent()).toContain(
    `${correct} of ${samples} right`,
  );
  const row = page.getByTestId('comparison').locator('tbody tr').first();
  await row.getByText(`${correct} of ${samples}`).waitFor();
  expect(visit.errors).toEqual([]);
  await visit.end();
});
