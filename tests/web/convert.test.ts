// SPDX-License-Identifier: Apache-2.0

import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  atSite,
  dropFiles,
  DS_CNN,
  DS_CNN_FOR_V1,
  DS_CNN_LEGACY,
  REFUSED,
  nativeFbz,
  Visit,
} from './browser';

const site = atSite('/some/where/');
let visit: Visit;

beforeEach(async () => {
  visit = await Visit.start(site.browser, site.url);
});

afterEach(async () => {
  expect(visit.errors).toEqual([]);
  await visit.end();
});

describe('conversion', () => {
  test('DS-CNN for Akida 2.0: the same bytes as the native program', async () => {
    await visit.choose(DS_CNN);
    const { name, bytes } = await visit.download();
    expect(name).toBe('ds_cnn_kws_i8_w8_a8.fbz');
    expect(bytes.equals(nativeFbz(DS_CNN, 'v2'))).toBe(true);
    const summary = visit.page.getByTestId('summary');
    await summary.getByText('InputConv2D').first().waitFor();
    expect(await summary.textContent()).toContain('Dequantizer');
    expect(await visit.page.locator('.verdict').textContent()).toBe('Converted for Akida 2.0');
  });

  test('a legacy model becomes an Akida 1.0 file, and the page says why', async () => {
    await visit.choose(DS_CNN_LEGACY);
    const { bytes } = await visit.download();
    expect(bytes.equals(nativeFbz(DS_CNN_LEGACY, 'v1'))).toBe(true);
    await visit.page.getByTestId('legacy-note').waitFor();
    expect(await visit.page.locator('.verdict').textContent()).toBe('Converted for Akida 1.0');
  });

  test('another generation converts again', async () => {
    await visit.choose(DS_CNN_FOR_V1);
    await visit.page.getByText('Cannot be converted for Akida 2.0').waitFor();
    await visit.page.getByTestId('version').selectOption('v1');
    await visit.page.getByText('Converted for Akida 1.0').waitFor();
    const { bytes } = await visit.download();
    expect(bytes.equals(nativeFbz(DS_CNN_FOR_V1, 'v1'))).toBe(true);
  });

  test('?version=v1 presets the generation', async () => {
    await visit.page.goto(`${site.url}?version=v1`);
    expect(await visit.page.getByTestId('version').inputValue()).toBe('v1');
    await visit.choose(DS_CNN_FOR_V1);
    await visit.page.getByText('Converted for Akida 1.0').waitFor();
  });

  test('downloads by itself when asked to', async () => {
    await visit.page.getByTestId('auto-download').check();
    const [file] = await Promise.all([visit.page.waitForEvent('download'), visit.choose(DS_CNN)]);
    expect(file.suggestedFilename()).toBe('ds_cnn_kws_i8_w8_a8.fbz');
  });

  test('an Akida file is opened: same layers as the conversion shows', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'cnn2snn-')), 'some.fbz');
    writeFileSync(path, nativeFbz(DS_CNN, 'v2'));
    const rows = visit.page.locator('.layers tbody tr');
    await visit.choose(path);
    await visit.page.getByText('Akida file, made for IP v2').waitFor();
    const opened = await rows.allTextContents();
    await visit.choose(DS_CNN);
    await visit.page.getByTestId('download').waitFor();
    expect(opened.length).toBeGreaterThan(5);
    expect(await rows.allTextContents()).toEqual(opened);
  });
});

describe('ways in', () => {
  test('dropped anywhere on the page', async () => {
    await dropFiles(visit.page, 'drop', DS_CNN);
    const { bytes } = await visit.download();
    expect(bytes.equals(nativeFbz(DS_CNN, 'v2'))).toBe(true);
  });

  test('pasted', async () => {
    await dropFiles(visit.page, 'paste', DS_CNN_LEGACY);
    await visit.page.getByTestId('download').waitFor();
  });

  test('several at once, each with its own state and download', async () => {
    await dropFiles(visit.page, 'drop', DS_CNN, REFUSED, DS_CNN_LEGACY);
    const rows = visit.page.getByTestId('job');
    await rows.nth(2).getByText('Akida 1.0').waitFor();
    expect(await rows.nth(0).textContent()).toContain('Akida 2.0');
    expect(await rows.nth(1).textContent()).toMatch(/Refused, \d+ problem/);
    const downloads = visit.page.getByTestId('job-download');
    expect(await downloads.count()).toBe(2);
    await rows.nth(1).getByRole('button').first().click();
    await visit.page.getByTestId('error').waitFor();
    await rows.nth(0).getByRole('button').first().click();
    await visit.page.getByTestId('summary').waitFor();
    const files: string[] = [];
    visit.page.on('download', (file) => files.push(file.suggestedFilename()));
    await visit.page.getByTestId('download-all').click();
    await visit.page.waitForTimeout(500);
    expect(files.sort()).toEqual(['ds_cnn_kws_i8_w8_a8.fbz', 'ds_cnn_kws_iq8_wq4_aq4_laq1.fbz']);
  });
});

describe('while it runs', () => {
  test('the page is usable before the WebAssembly has arrived; cancel ends a conversion', async () => {
    await visit.end();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    visit = await Visit.start(site.browser, site.url, { serviceWorkers: 'block' }, async (page) => {
      await page.route('**/*.wasm', async (route) => {
        await held;
        // The worker that asked may be gone by now.
        await route.continue().catch(() => {});
      });
    });
    const { page } = visit;
    await visit.choose(DS_CNN, DS_CNN_LEGACY);
    await page.getByTestId('progress').waitFor();
    await page.getByTestId('cancel').click();
    await page.locator('.verdict').getByText('Cancelled').waitFor();
    expect(await page.getByTestId('download').count()).toBe(0);
    release();
    // The next file is not touched by it, and the cancelled one can be had after all.
    await page.getByTestId('job').nth(1).getByText('Akida 1.0').waitFor();
    await page.getByRole('button', { name: 'Convert', exact: true }).click();
    const { bytes } = await visit.download();
    expect(bytes.equals(nativeFbz(DS_CNN, 'v2'))).toBe(true);
    visit.errors.length = 0; // A blocked service worker is told on the console.
  });

  test('progress grows from nothing to all', async () => {
    await visit.loaded();
    await visit.page.evaluate(() => {
      const seen: number[] = [];
      Object.assign(window, { seen });
      new MutationObserver(() => {
        const bar = document.querySelector<HTMLProgressElement>('[data-testid="progress"]');
        if (bar && seen.at(-1) !== bar.value) seen.push(bar.value);
      }).observe(document, { subtree: true, childList: true, attributes: true });
    });
    await visit.choose(DS_CNN);
    await visit.page.getByTestId('download').waitFor();
    const seen = await visit.page.evaluate(() => (window as unknown as { seen: number[] }).seen);
    expect(seen.length).toBeGreaterThan(1);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
    expect(Math.max(...seen)).toBeLessThanOrEqual(1);
  });
});
