// SPDX-License-Identifier: Apache-2.0
// Takes the pictures of docs/images from the built page: npm run screenshots. Needs pngquant.

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { staticServer } from '../../web/serve.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const FIXTURES = join(ROOT, 'tests/fixtures/models');
const IMAGES = join(ROOT, 'docs/images');
const DESKTOP = { viewport: { width: 1280, height: 860 } };
const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

const server = staticServer(join(ROOT, 'web/dist')).listen(0);
const url = `http://localhost:${server.address().port}/`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});

/** Chooses models of the fixtures and waits for the last one. */
async function choose(page, ...names) {
  await page.locator('html[data-engine="ready"]').waitFor();
  await page.getByTestId('file').setInputFiles(names.map((name) => join(FIXTURES, `${name}.h5`)));
  await page.locator('.result[aria-busy="false"] h1').waitFor();
  const jobs = page.getByTestId('job').last();
  await jobs.locator('.job-words:not(.quiet)').waitFor({ state: 'attached' });
}

async function picture(name, options, path, steps) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(url + path);
  await page.evaluate(() => document.fonts.ready);
  await steps(page);
  await page.mouse.move(0, 0);
  await page.waitForTimeout(400);
  const file = join(IMAGES, `${name}.png`);
  await page.screenshot({ path: file });
  execFileSync('pngquant', ['--force', '--skip-if-larger', '--ext', '.png', '--strip', file]);
  await context.close();
}

mkdirSync(IMAGES, { recursive: true });
await picture('start', DESKTOP, '', async () => {});
await picture('converted', { viewport: { width: 1280, height: 1040 } }, '', async (page) => {
  await choose(page, 'ds_cnn_kws_i8_w8_a8');
  await page.locator('.node').nth(2).click();
});
await picture('quantize', { viewport: { width: 1280, height: 1500 } }, '', async (page) => {
  await page.locator('html[data-engine="ready"]').waitFor();
  await page.getByRole('button', { name: 'Handwritten digits' }).click();
  await page.getByTestId('quantize').click();
  await page.getByTestId('accuracy').waitFor();
  await page.getByTestId('weightBits').selectOption('4');
  await page.getByTestId('activationBits').selectOption('4');
  await page.getByTestId('quantize').click();
  const second = page.getByTestId('comparison').locator('tbody tr').nth(1);
  await second.getByText('of 797').waitFor();
  await page.evaluate(() => scrollTo(0, 0));
});
await picture('refused', DESKTOP, '', async (page) => {
  await choose(page, 'ds_cnn_kws_i8_w8_a8', 'ds_cnn_kws_iq8_wq4_aq4_laq1', 'conv_norelu_max');
  await page.getByTestId('job').nth(2).getByRole('button').first().click();
  await page.getByTestId('error').waitFor();
});
await picture('branches', { ...DESKTOP, colorScheme: 'dark' }, '', async (page) => {
  await choose(page, 'p_three_way');
  await page.locator('.network').scrollIntoViewIfNeeded();
  await page.locator('.node').nth(2).click();
  await page.locator('.network-head').evaluate((head) => head.scrollIntoView());
});
await picture('phone', PHONE, '', async (page) => {
  await choose(page, 'ds_cnn_kws_i8_w8_a8');
});
await picture('embed', { viewport: { width: 1000, height: 760 } }, 'embed.html', async (page) => {
  await page.getByRole('button', { name: /Convert to Akida 2.0/ }).click();
  await page.getByRole('link', { name: /Download/ }).waitFor();
});
await browser.close();
server.close();
