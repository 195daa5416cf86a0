// SPDX-License-Identifier: Apache-2.0

import { atSite, Visit } from './browser';
import { DIGITS, DIGITS_CALIBRATION, DIGITS_FBZ, DIGITS_TEST, manyDigits } from './digits';

const site = atSite();
/** Minutes of work, so that it is not done before it is cancelled. */
const MANY = 200_000;
let visit: Visit;

beforeEach(async () => {
  visit = await Visit.start(site.browser, site.url);
});

afterEach(async () => {
  expect(visit.errors).toEqual([]);
  await visit.end();
});

/** Until a part of the work is done, and before all of it is. */
async function underWay(label: string): Promise<void> {
  await visit.page.waitForFunction((name) => {
    const bar = document.querySelector<HTMLProgressElement>(`progress[aria-label="${name}"]`);
    return bar !== null && bar.value > 0;
  }, label);
}

const cancel = (): Promise<void> => visit.page.getByRole('button', { name: 'Cancel' }).click();

test('quantizing is cancelled on its way, and done when it is asked for again', async () => {
  const { page } = visit;
  await visit.choose(DIGITS);
  await page.getByTestId('open-quantize').click();
  const files = page.getByTestId('quantize-section').getByTestId('sample-files');
  await files.setInputFiles(manyDigits(MANY));
  await page.getByTestId('quantize').click();
  await underWay('Quantizing');
  await cancel();
  await page.getByTestId('quantize').waitFor();
  expect(await page.getByTestId('quantized').count()).toBe(0);
  expect(await page.getByTestId('quantize-error').count()).toBe(0);
  await files.setInputFiles(DIGITS_CALIBRATION);
  await page.getByTestId('quantize').click();
  await page.getByTestId('quantized-fbz').waitFor();
});

test('running many samples is cancelled on its way; before and after, the page answers', async () => {
  const { page } = visit;
  await visit.choose(DIGITS_FBZ);
  await page.getByTestId('open-try').click();
  const files = page.getByTestId('try').getByTestId('sample-files');
  await files.setInputFiles(manyDigits(MANY));
  await underWay('Running the samples');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.locator('.answer figcaption').getByText('sample 1', { exact: true }).waitFor();
  await cancel();
  await page.locator('.busy').waitFor({ state: 'detached' });
  expect(await page.getByTestId('ran').count()).toBe(0);
  await files.setInputFiles(DIGITS_TEST);
  await page.getByTestId('accuracy').getByText('of 797 right').waitFor();
});
