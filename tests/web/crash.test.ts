// SPDX-License-Identifier: Apache-2.0

import { atSite, DS_CNN, DS_CNN_LEGACY, Visit } from './browser';

const site = atSite();

test('a worker that crashes costs one file: the next ones are converted', async () => {
  const visit = await Visit.start(site.browser, site.url);
  const { page } = visit;
  await visit.loaded();
  await visit.worker().evaluate(() => {
    const crash = (event: Event): never => {
      event.stopImmediatePropagation();
      throw new Error('gone astray');
    };
    // Before the listener of the converter itself.
    addEventListener('message', crash, { capture: true, once: true });
  });
  await visit.choose(DS_CNN, DS_CNN_LEGACY);
  const jobs = page.getByTestId('job');
  await jobs.nth(1).getByText('Akida 1.0').waitFor();
  await jobs.nth(0).getByRole('button').first().click();
  await page.getByText('gone astray').first().waitFor();
  await page.getByRole('button', { name: /again/i }).click();
  await page.getByTestId('download').waitFor();
  await visit.end();
});
