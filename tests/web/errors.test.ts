// SPDX-License-Identifier: Apache-2.0

import { atSite, Visit } from './browser';
import { DIGITS, DIGITS_CALIBRATION } from './digits';

const site = atSite();

test('the picture shows where quantizing costs most, in colour and in words, on both sides', async () => {
  const visit = await Visit.start(site.browser, site.url);
  const { page } = visit;
  await visit.choose(DIGITS);
  await page.getByTestId('open-quantize').click();
  const section = page.getByTestId('quantize-section');
  await section.getByTestId('sample-files').setInputFiles(DIGITS_CALIBRATION);
  await page.getByTestId('weightBits').selectOption('4');
  await page.getByTestId('activationBits').selectOption('4');
  await page.getByTestId('quantize').click();
  const chooser = page.getByTestId('measures');
  await chooser.getByText('30% and more').waitFor();
  const words = (): Promise<string[]> => page.locator('.node-measure').allTextContents();
  const alone = await words();
  expect(alone.length).toBeGreaterThan(2);
  for (const text of alone) expect(text).toMatch(/% error$/);
  expect(await page.locator('.node[class*="grade-"]').count()).toBe(alone.length);
  await chooser.locator('select').selectOption('Error up to the layer');
  expect(await words()).not.toEqual(alone);

  await page.locator('.node.measured').first().click();
  const details = page.getByTestId('layer-error');
  expect(await details.textContent()).toMatch(/Error of the layer alone[\d.]+%/);
  await page.getByRole('button', { name: 'Keras', exact: true }).click();
  expect((await words()).length).toBeGreaterThanOrEqual(alone.length);
  expect(visit.errors).toEqual([]);
  await visit.end();
});
