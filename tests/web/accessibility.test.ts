// SPDX-License-Identifier: Apache-2.0

import { readFileSync } from 'node:fs';
import { violations } from './axe';
import {
  atSite,
  DS_CNN,
  DS_CNN_LEGACY,
  FLOAT_MODEL,
  FLOAT_REFUSED,
  REFUSED,
  Visit,
} from './browser';
import { DIGITS, DIGITS_CALIBRATION, DIGITS_FBZ, DIGITS_TEST } from './digits';

const site = atSite();

afterEach(async () => {
  for (const context of site.browser.contexts()) await context.close();
});

const STATES: [string, (visit: Visit) => Promise<void>][] = [
  ['empty', async () => {}],
  [
    'converted, with a layer chosen',
    async (visit) => {
      await visit.choose(DS_CNN);
      await visit.page.locator('.node').nth(1).click();
      await visit.page.getByTestId('layer-details').getByText('Variables').waitFor();
    },
  ],
  [
    'the Keras side of a legacy model',
    async (visit) => {
      await visit.choose(DS_CNN_LEGACY);
      await visit.page.getByRole('button', { name: 'Keras', exact: true }).click();
      await visit.page.getByText('Keras model').first().waitFor();
    },
  ],
  [
    'refused',
    async (visit) => {
      await visit.choose(REFUSED);
      await visit.page.getByTestId('error').waitFor();
    },
  ],
  [
    'compatible float model',
    async (visit) => {
      await visit.choose(FLOAT_MODEL);
      await visit.page.getByTestId('compatibility').waitFor();
    },
  ],
  [
    'float model that breaks a limit of a device',
    async (visit) => {
      await visit.loaded();
      await visit.page.getByTestId('device').selectOption('SixNodesIPv2');
      await visit.choose(FLOAT_MODEL);
      await visit.page.locator('[data-verdict="no"]').waitFor();
      await visit.page.locator('.node.mark-limit').first().click();
    },
  ],
  [
    'a model that was tried, with the maps of a layer',
    async (visit) => {
      await visit.choose(DIGITS_FBZ);
      await visit.page.getByTestId('open-try').click();
      await visit.page.getByTestId('sample-files').setInputFiles(DIGITS_TEST);
      await visit.page.getByTestId('accuracy').waitFor();
      await visit.page.getByRole('button', { name: 'Draw' }).click();
      await visit.page.locator('.node').nth(1).click();
      await visit.page.getByTestId('output-maps').waitFor();
    },
  ],
  [
    'a float model that was quantized, with the errors in the picture and side by side',
    async (visit) => {
      const { page } = visit;
      await visit.choose(DIGITS);
      await page.getByTestId('open-quantize').click();
      const section = page.getByTestId('quantize-section');
      await section.getByTestId('sample-files').setInputFiles(DIGITS_CALIBRATION);
      await page.getByTestId('quantize').click();
      await page.getByTestId('layer-errors').locator('summary').click();
      await page.getByTestId('ranges').locator('summary').click();
      await page.getByTestId('open-try').click();
      await page.getByTestId('try').getByTestId('sample-files').setInputFiles(DIGITS_TEST);
      await page.getByTestId('run-float').click();
      await page.getByTestId('side-by-side').waitFor();
      await page.locator('.node.measured').first().click();
    },
  ],
  [
    'samples that do not fit',
    async (visit) => {
      await visit.choose(DS_CNN);
      await visit.page.getByTestId('open-try').click();
      await visit.page.getByTestId('sample-files').setInputFiles(DIGITS_TEST);
      await visit.page.getByTestId('try-error').waitFor();
    },
  ],
  [
    'batch',
    async (visit) => {
      await visit.choose(DS_CNN, REFUSED, FLOAT_REFUSED, DS_CNN_LEGACY);
      await visit.page.getByTestId('job').nth(3).getByText('Akida 1.0').waitFor();
    },
  ],
];

describe.each(['light', 'dark'] as const)('axe finds nothing, %s', (colorScheme) => {
  test.each(STATES)('%s', async (_, reach) => {
    // The policy of the page would keep the checker out as well.
    const visit = await Visit.start(site.browser, site.url, { bypassCSP: true, colorScheme });
    await reach(visit);
    expect(await violations(visit.page)).toEqual([]);
  });

  test('the example zoo', async () => {
    const visit = await Visit.start(site.browser, `${site.url}embed.html`, {
      bypassCSP: true,
      colorScheme,
    });
    await visit.page.getByRole('button', { name: /Convert to Akida 2.0/ }).waitFor();
    await visit.page.getByRole('button', { name: 'A handwritten two' }).click();
    await visit.page.getByRole('status').getByText('two.png: 2.').waitFor();
    expect(await violations(visit.page)).toEqual([]);
  });
});

describe('with the keyboard alone', () => {
  test('from choosing a file to the variables of a layer', async () => {
    const visit = await Visit.start(site.browser, site.url);
    const { page } = visit;
    // Listening before the first key: the browser needs a moment to hand its file chooser over.
    const chooser = page.waitForEvent('filechooser');
    await page.bringToFront();
    const focused = (selector: string): Promise<boolean> =>
      page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
    const tabTo = async (selector: string): Promise<void> => {
      for (let presses = 0; presses < 40; presses++) {
        if (await focused(selector)) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`the Tab key does not reach ${selector}`);
    };
    await tabTo('[data-testid="file"]');
    await page.keyboard.press('Enter');
    await (await chooser).setFiles(DS_CNN);
    await page.getByTestId('download').waitFor();
    await tabTo('[data-testid="download"]');
    const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(readFileSync(await file.path()).length).toBeGreaterThan(10_000);

    await tabTo('.node');
    const first = await page.evaluate(() => document.activeElement?.getAttribute('data-layer'));
    await page.keyboard.press('ArrowDown');
    const second = await page.evaluate(() => document.activeElement?.getAttribute('data-layer'));
    expect(second).not.toBe(first);
    await page.keyboard.press('Enter');
    const details = page.getByTestId('layer-details');
    await details.getByText('Variables').waitFor();
    expect(await details.locator('h3').textContent()).toContain(second);
    await page.keyboard.press('ArrowDown');
    expect(await details.locator('h3').textContent()).not.toContain(second);
    const zoom = (): Promise<string> =>
      page.locator('.picture-drawing').evaluate((drawing) => drawing.style.transform);
    const before = await zoom();
    await page.keyboard.press('-');
    expect(await zoom()).not.toBe(before);
  });

  test('a screen reader hears what became of the file', async () => {
    const visit = await Visit.start(site.browser, site.url);
    const status = visit.page.locator('[role="status"]').last();
    await visit.choose(DS_CNN);
    await visit.page.getByTestId('download').waitFor();
    expect(await status.textContent()).toMatch(/^ds_cnn_kws_i8_w8_a8\.h5: Akida 2\.0/);
    await visit.choose(REFUSED);
    await visit.page.getByTestId('error').waitFor();
    expect(await status.textContent()).toMatch(/^conv_norelu_max\.h5: Refused/);
  });
});

test('on a phone everything fits the width, and the picture pans by touch', async () => {
  const visit = await Visit.start(site.browser, site.url, {
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  });
  const overflow = (): Promise<number> =>
    visit.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await overflow()).toBeLessThanOrEqual(0);
  await visit.choose(DS_CNN, REFUSED);
  await visit.page.getByTestId('download').waitFor();
  expect(await overflow()).toBeLessThanOrEqual(0);
  await visit.page.locator('.node').nth(2).tap();
  await visit.page.getByTestId('layer-details').getByText('Variables').waitFor();
  expect(await overflow()).toBeLessThanOrEqual(0);
  await visit.page.getByTestId('job').nth(1).getByRole('button').first().tap();
  await visit.page.getByTestId('error').waitFor();
  expect(await overflow()).toBeLessThanOrEqual(0);
});
