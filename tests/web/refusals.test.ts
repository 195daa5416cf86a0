// SPDX-License-Identifier: Apache-2.0

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atSite, DS_CNN, FLOAT_MODEL, FLOAT_REFUSED, REFUSED, model, Visit } from './browser';

const site = atSite();
let visit: Visit;
const folder = mkdtempSync(join(tmpdir(), 'cnn2snn-'));

beforeEach(async () => {
  visit = await Visit.start(site.browser, site.url, {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
});

afterEach(async () => {
  expect(visit.errors).toEqual([]);
  await visit.end();
});

function file(name: string, bytes: Buffer | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe('a refused model', () => {
  test('says which layers, at which step, why and what to do, in the words of the official converter', async () => {
    await visit.choose(REFUSED);
    const error = visit.page.getByTestId('error');
    await error.waitFor();
    const official = readFileSync(REFUSED.replace(/\.h5$/, '.error'), 'utf8');
    const words = (await error.textContent()) ?? '';
    expect(words).toContain('Invalid block found during conversion');
    expect(official).toContain('Invalid block found during conversion');
    for (const layer of ['pool_0', 'conv_1']) expect(words).toContain(layer);
    expect(words).toContain('Conversion to Akida');
    expect(words).toContain('What to do:');
    expect(words).toMatch(/E_[A-Z_]+/);
    expect(await visit.page.getByTestId('download').count()).toBe(0);
  });

  test('has its layers marked in the picture', async () => {
    await visit.choose(REFUSED);
    const marked = visit.page.locator('.node.mark-problem');
    await marked.first().waitFor();
    const names = await marked.evaluateAll((nodes) =>
      nodes.map((node) => node.getAttribute('data-layer')),
    );
    expect(names).toContain('pool_0');
    await visit.page.getByTestId('error').getByRole('button', { name: 'pool_0' }).first().click();
    const details = visit.page.getByTestId('layer-details');
    await details.getByText('QuantizedMaxPool').first().waitFor();
    expect(await details.textContent()).toContain('Invalid block');
  });

  test('gives a report to copy and to save, as text and as JSON', async () => {
    await visit.choose(REFUSED);
    await visit.page.getByTestId('copy-report').click();
    await visit.page.getByText('Report copied').waitFor();
    const copied = await visit.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain('File:    conv_norelu_max.h5');
    expect(copied).toContain('pool_0');
    const text = await visit.download('save-text');
    expect(text.name).toBe('conv_norelu_max.report.txt');
    expect(text.bytes.toString()).toBe(copied);
    const json = await visit.download('save-json');
    const report = JSON.parse(json.bytes.toString()) as { ok: boolean; problems: unknown[] };
    expect(report.ok).toBe(false);
    expect(report.problems.length).toBeGreaterThan(0);
  });
});

describe('files that are no models', () => {
  test.each([
    ['empty.h5', Buffer.alloc(0)],
    ['text.h5', 'this is no model\n'],
    ['truncated.h5', readFileSync(DS_CNN).subarray(0, 4000)],
    ['noise.fbz', Buffer.from(Array.from({ length: 3000 }, (_, at) => (at * 7919) % 251))],
  ])('%s is refused with a reason', async (name, bytes) => {
    await visit.choose(file(name, bytes));
    const error = visit.page.getByTestId('error');
    await error.waitFor();
    expect(await error.textContent()).toMatch(/E_[A-Z0-9_]+/);
    expect(await visit.page.getByTestId('download').count()).toBe(0);
  });

  test('a broken file does not disturb the next one', async () => {
    const bytes = readFileSync(DS_CNN);
    bytes.fill(0xff, 2000, 40000);
    await visit.choose(file('broken.h5', bytes), DS_CNN);
    await visit.page.getByTestId('error').waitFor();
    await visit.page.getByTestId('job').nth(1).getByText('Akida 2.0').waitFor();
  });
});

describe('a float model', () => {
  test('gets a compatibility report instead of an error', async () => {
    await visit.choose(FLOAT_MODEL);
    await visit.page.getByTestId('compatibility').waitFor();
    expect(await visit.page.getByTestId('error').count()).toBe(0);
    expect(await visit.page.locator('.verdict').textContent()).toContain(
      'Float model, compatible with Akida 2.0',
    );
    expect(await visit.page.locator('.node').count()).toBeGreaterThan(3);
  });

  test('that cannot run on Akida: what stops it, for the generation chosen', async () => {
    await visit.choose(FLOAT_REFUSED);
    await visit.page.getByText('Float model, not compatible with Akida 2.0').waitFor();
    expect(await visit.page.getByTestId('compatibility').textContent()).toContain(
      'separable_conv2d',
    );
    await visit.page.locator('.node.mark-problem').first().waitFor();
    await visit.page.getByTestId('version').selectOption('v1');
    await visit.page.getByText('Float model, not compatible with Akida 1.0').waitFor();
  });
});

test('the names of files and layers are text, never markup', async () => {
  const path = file('<img src=x onerror=alert(1)>.h5', readFileSync(model('conv_norelu_max.h5')));
  await visit.choose(path);
  await visit.page.getByTestId('error').waitFor();
  expect(await visit.page.locator('h1').textContent()).toContain('<img src=x');
  expect(await visit.page.locator('img').count()).toBe(0);
});
