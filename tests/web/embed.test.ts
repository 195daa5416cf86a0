// SPDX-License-Identifier: Apache-2.0

import { readFileSync } from 'node:fs';
import { atSite, DS_CNN, DS_CNN_LEGACY, nativeFbz, Visit } from './browser';

const site = atSite('/zoo/');

afterEach(async () => {
  for (const context of site.browser.contexts()) await context.close();
});

test.each([
  [/Convert to Akida 2.0/, DS_CNN, 'v2'],
  [/Convert to Akida 1.0/, DS_CNN_LEGACY, 'v1'],
] as const)('the example zoo converts its models in the page: %s', async (name, path, version) => {
  const visit = await Visit.start(site.browser, `${site.url}embed.html`);
  await visit.page.getByRole('button', { name }).click();
  const link = visit.page.getByRole('link', { name: /Download/ });
  await link.waitFor();
  const [file] = await Promise.all([visit.page.waitForEvent('download'), link.click()]);
  const bytes = readFileSync(await file.path());
  expect(bytes.equals(nativeFbz(path, version))).toBe(true);
  expect(visit.errors).toEqual([]);
});

test('a picture beside a model: what the model says, without the converter', async () => {
  const visit = await Visit.start(site.browser, `${site.url}embed.html`);
  const { page } = visit;
  const before = site.requests.length;
  await page.getByRole('button', { name: 'A handwritten two' }).click();
  await page.getByRole('status').getByText('two.png: 2.').waitFor();
  expect(await page.locator('cnn2snn-runner [part=scores] li').count()).toBe(3);
  const loaded = site.requests.slice(before);
  expect(loaded.some((path) => /cnn2snn-run.*\.wasm/.test(path))).toBe(true);
  expect(loaded.filter((path) => /cnn2snn(-quantize)?-[^-]*\.wasm/.test(path))).toEqual([]);
  expect(visit.errors).toEqual([]);
  await visit.end();
});

test('without a model of its own the element asks for a file', async () => {
  const visit = await Visit.start(site.browser, `${site.url}embed.html`);
  const [chooser] = await Promise.all([
    visit.page.waitForEvent('filechooser'),
    visit.page.getByRole('button', { name: 'Choose a file' }).click(),
  ]);
  await chooser.setFiles(DS_CNN);
  await visit.page.getByRole('link', { name: /Download ds_cnn_kws_i8_w8_a8.fbz/ }).waitFor();
});
