// SPDX-License-Identifier: Apache-2.0

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { atSite, nativeEvaluation, nativeQuantization, Visit } from './browser';
import { DIGITS, DIGITS_CALIBRATION, DIGITS_CLASSES, DIGITS_TEST } from './digits';

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
  expect(await page.getByTestId('quantized-fbz').textContent()).toMatch(/ \d+\.\d kB$/);
  expect(bytes.equals(native.fbz)).toBe(true);
  expect((await visit.download('quantized-h5')).bytes.equals(native.h5)).toBe(true);

  const table = page.getByTestId('layer-errors');
  await table.locator('summary').click();
  const percent = (error: number): string =>
    error > 0 && error < 0.001 ? 'below 0.1%' : `${(100 * error).toFixed(1)}%`;
  expect(await table.locator('tbody th').allTextContents()).toEqual(
    native.analysis.map(({ layer }) => layer),
  );
  const rows = await table.locator('tbody tr').all();
  for (const [at, { single, cumulative }] of native.analysis.entries()) {
    const cells = (await rows[at]?.locator('td').allTextContents())?.map((text) => text.trim());
    expect(cells?.[0]).toBe(percent(single.smape));
    expect(cells?.[2]).toBe(percent(cumulative.smape));
  }
  const worst = native.analysis.reduce((a, b) => (b.single.smape > a.single.smape ? b : a));
  expect(await table.locator('summary').textContent()).toContain(worst.layer);

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

  await page.getByTestId('run-float').click();
  const official = JSON.parse(readFileSync(DIGITS_CLASSES, 'utf8')) as Record<string, number[]>;
  const right = (name: string): string => {
    const count = official[name]?.filter((given, index) => given === official.y?.[index]).length;
    return String(count);
  };
  const counts = page.getByTestId('side-by-side').locator('td:nth-child(2)');
  await counts.first().waitFor();
  expect(await counts.allTextContents()).toEqual([
    right('float'),
    right('quantized_8'),
    String(correct),
  ]);
  expect(visit.errors).toEqual([]);
  await visit.end();
});
