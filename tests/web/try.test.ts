// SPDX-License-Identifier: Apache-2.0

import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atSite, dropFiles, DS_CNN, nativeEvaluation, Visit } from './browser';
import { digitFolders, DIGITS_CALIBRATION, DIGITS_FBZ, DIGITS_TEST } from './digits';

const site = atSite('/some/where/');
let visit: Visit;

beforeEach(async () => {
  visit = await Visit.start(site.browser, site.url);
});

afterEach(async () => {
  expect(visit.errors).toEqual([]);
  await visit.end();
});

async function accuracy(): Promise<string> {
  return (await visit.page.getByTestId('accuracy').textContent()) ?? '';
}

describe('samples with labels', () => {
  test('accuracy, confusion matrix and zeros are those of the native program', async () => {
    const native = nativeEvaluation(DIGITS_FBZ, DIGITS_TEST);
    await visit.choose(DIGITS_FBZ);
    await visit.page.getByTestId('open-try').click();
    await visit.page.getByTestId('sample-files').setInputFiles(DIGITS_TEST);
    expect(await accuracy()).toContain(`${native.correct} of ${native.samples} right`);
    const rows = await visit.page.getByTestId('confusion').locator('tbody tr').all();
    const confusion = await Promise.all(
      rows.map(async (row) => (await row.locator('td').allTextContents()).map(Number)),
    );
    expect(confusion).toEqual(native.confusion);
    const wrong = native.samples - native.correct;
    await visit.page.getByText(`${wrong} samples it got wrong`).waitFor();
    const [zeros, values] = native.layers.reduce(
      ([a, b], layer) => [a + layer.zeros, b + layer.values],
      [0, 0],
    );
    const share = `${((100 * zeros) / values).toFixed(1)}% of all outputs are zero`;
    await visit.page.getByText(share).waitFor();
  });

  test('folders of pictures name the classes', async () => {
    await visit.choose(DIGITS_FBZ);
    await visit.page.getByTestId('open-try').click();
    await visit.page.getByTestId('sample-folder').setInputFiles(await digitFolders(40));
    expect(await accuracy()).toMatch(/^\d+ of 40 right/);
    const right = Number(/^\d+/.exec(await accuracy())?.[0]);
    expect(right).toBeGreaterThan(36);
  });
});

describe('one sample', () => {
  test('dropped on the page: classes with scores, and maps of every layer', async () => {
    await visit.choose(DIGITS_FBZ);
    await visit.page.getByTestId('open-try').waitFor();
    await dropFiles(visit.page, 'drop', DIGITS_CALIBRATION);
    const { page } = visit;
    await page.getByTestId('ran').getByText('128 samples').waitFor();
    expect(await page.getByTestId('scores').locator('li').count()).toBe(5);
    expect(await page.getByTestId('job').count()).toBe(1);
    await page.locator('.node').nth(1).click();
    await page.getByTestId('output-maps').getByText('8 maps of 16 × 16').waitFor();
    const before = await page.getByTestId('scores').textContent();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.waitForFunction(
      (old) => document.querySelector('[data-testid="scores"]')?.textContent !== old,
      before,
    );
  });

  test('drawn: a stroke from top to bottom is answered', async () => {
    await visit.choose(DIGITS_FBZ);
    await visit.page.getByTestId('open-try').click();
    await visit.page.getByRole('button', { name: 'Draw' }).click();
    const box = await visit.page.getByTestId('drawing').boundingBox();
    if (!box) throw new Error('there is no board');
    const { mouse } = visit.page;
    await mouse.move(box.x + box.width / 2, box.y + 20);
    await mouse.down();
    await mouse.move(box.x + box.width / 2, box.y + box.height - 20, { steps: 8 });
    await mouse.up();
    await visit.page.getByTestId('scores').waitFor();
    expect(await visit.page.locator('.answer figcaption').textContent()).toBe('the drawing');
  });

  test('what does not fit the model is told', async () => {
    await visit.choose(DS_CNN);
    await visit.page.getByTestId('open-try').click();
    await visit.page.getByTestId('sample-files').setInputFiles(DIGITS_TEST);
    const error = visit.page.getByTestId('try-error');
    expect(await error.textContent()).toContain('(797, 16, 16, 1)');
    const broken = join(mkdtempSync(join(tmpdir(), 'cnn2snn-')), 'broken.npz');
    writeFileSync(broken, 'no archive at all, but long enough');
    await visit.page.getByTestId('sample-files').setInputFiles(broken);
    await error.getByText('no .npz file').waitFor();
  });
});

test('running is loaded when it is asked for, from the page alone, and kept for offline', async () => {
  await visit.loaded();
  await visit.page.waitForLoadState('networkidle');
  const before = site.requests.length;
  await visit.choose(DIGITS_FBZ);
  await visit.page.getByTestId('open-try').waitFor();
  expect(site.requests.slice(before)).toEqual([]);
  await visit.page.getByTestId('open-try').click();
  await visit.page.getByTestId('sample-files').setInputFiles(DIGITS_TEST);
  await accuracy();
  const loaded = site.requests.slice(before);
  expect(loaded.length).toBeGreaterThan(2);
  // The browser asks whether there is a newer service worker, when it likes to.
  const others = loaded.filter((path) => !/^\/some\/where\/(assets\/|service-worker)/.test(path));
  expect(others).toEqual([]);
  await visit.context.setOffline(true);
  await visit.page.reload();
  await visit.choose(DIGITS_FBZ);
  await visit.page.getByTestId('open-try').click();
  await visit.page.getByTestId('sample-files').setInputFiles(DIGITS_TEST);
  expect(await accuracy()).toContain('of 797 right');
});

test('without a network the page says so, and loads the rest when asked again', async () => {
  await visit.loaded();
  await visit.choose(DIGITS_FBZ);
  await visit.page.getByTestId('open-try').waitFor();
  await visit.context.setOffline(true);
  await visit.page.getByTestId('open-try').click();
  await visit.page.getByText('Is there a network connection?').waitFor();
  await visit.context.setOffline(false);
  await visit.page.getByRole('button', { name: 'Try again' }).click();
  await visit.page.getByTestId('sample-files').setInputFiles(DIGITS_TEST);
  expect(await accuracy()).toContain('of 797 right');
  visit.errors.length = 0; // The requests that failed are told on the console.
});

test('an example is there for who has no model, and later without a network', async () => {
  await visit.loaded();
  const wholeWay = async (): Promise<void> => {
    await visit.page.getByRole('button', { name: 'Handwritten digits' }).click();
    await visit.page.getByTestId('quantize').click();
    expect(await accuracy()).toContain('of 797 right');
  };
  await wholeWay();
  await visit.context.setOffline(true);
  await visit.page.goto(site.url);
  await wholeWay();
});
