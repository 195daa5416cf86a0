// SPDX-License-Identifier: Apache-2.0

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  atSite,
  DS_CNN,
  DS_CNN_FOR_V1,
  DS_CNN_LEGACY,
  FLOAT_MODEL,
  REFUSED,
  nativeDevices,
  nativeFbz,
  Visit,
} from './browser';

interface SavedReport {
  device: null | {
    name: string;
    verdict: string;
    limits: { layer: string; rule: string; page: string }[];
  };
}

const site = atSite();
let visit: Visit;

beforeEach(async () => {
  visit = await Visit.start(site.browser, site.url);
  await visit.loaded();
});

afterEach(async () => {
  expect(visit.errors).toEqual([]);
  await visit.end();
});

const chooser = () => visit.page.getByTestId('device');
const verdict = (answer: 'no' | 'open') =>
  visit.page.locator(`[data-testid="device-verdict"][data-verdict="${answer}"]`);
const marked = () =>
  visit.page
    .locator('.node.mark-limit')
    .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-layer')));

async function savedReport(): Promise<SavedReport> {
  const { bytes } = await visit.download('save-json');
  return JSON.parse(bytes.toString()) as SavedReport;
}

test('offers the devices that the native program lists, and no verdict for any device', async () => {
  const offered = await chooser().locator('option').allTextContents();
  expect(offered).toEqual(['any device', ...nativeDevices()]);
  await visit.choose(DS_CNN);
  await visit.page.getByTestId('download').waitFor();
  expect(await visit.page.getByTestId('device-verdict').count()).toBe(0);
  expect(await savedReport()).not.toHaveProperty('device');
});

test('a float model: the layer, the value, the limit, its page, and colour in the picture', async () => {
  await chooser().selectOption('SixNodesIPv2');
  await visit.choose(FLOAT_MODEL);
  await verdict('no').waitFor();
  const words = await verdict('no').textContent();
  for (const part of ['SixNodesIPv2', 'conv2d_1', 'Padding valid', 'documented: same']) {
    expect(words).toContain(part);
  }
  const link = verdict('no').getByRole('link').first();
  expect(await link.getAttribute('href')).toBe(
    'https://doc.brainchipinc.com/user_guide/hardware/2.0.html',
  );
  expect(await marked()).toEqual(['conv2d_1', 're_lu_1']);
  await verdict('no').getByRole('button', { name: 'conv2d_1' }).click();
  const details = visit.page.getByTestId('layer-details');
  await details.getByText("Set padding='same'").waitFor();
  const { device } = await savedReport();
  expect(device).toMatchObject({ name: 'SixNodesIPv2', verdict: 'no' });
  expect(device?.limits).toMatchObject([{ layer: 'conv2d_1', rule: 'padding' }]);
});

test('nothing documented against it: the question stays open', async () => {
  await chooser().selectOption('TwoNodesIPv2');
  await visit.choose(DS_CNN);
  await verdict('open').waitFor();
  expect(await verdict('open').textContent()).toContain('decided by the Akida runtime');
  expect(await marked()).toEqual([]);
  expect((await savedReport()).device).toMatchObject({ verdict: 'open', limits: [] });
});

test('the device decides the generation, and another generation lets go of the device', async () => {
  await chooser().selectOption('AKD1000');
  expect(await visit.page.getByTestId('version').inputValue()).toBe('v1');
  await visit.choose(DS_CNN_FOR_V1);
  await visit.page.getByText('Converted for Akida 1.0').waitFor();
  const { bytes } = await visit.download();
  expect(bytes.equals(nativeFbz(DS_CNN_FOR_V1, 'v1'))).toBe(true);
  await visit.page.getByTestId('version').selectOption('v2');
  await visit.page.getByText('Cannot be converted for Akida 2.0').waitFor();
  expect(await chooser().inputValue()).toBe('');
  expect(await visit.page.getByTestId('device-verdict').count()).toBe(0);
});

test('a legacy model and an Akida file for a device of the other generation', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'cnn2snn-')), 'akida2.fbz');
  writeFileSync(path, nativeFbz(DS_CNN, 'v2'));
  await chooser().selectOption('SixNodesIPv2');
  await visit.choose(DS_CNN_LEGACY);
  await verdict('no').getByText('A model for Akida 1.0').waitFor();
  await visit.choose(path);
  await verdict('open').waitFor();
  await chooser().selectOption('AKD1500');
  await verdict('no').getByText('A model for Akida 2.0').waitFor();
  await visit.page
    .getByTestId('job')
    .nth(0)
    .getByText('not on AKD1500')
    .waitFor({ state: 'hidden' });
});

test('the verdict on a converted model takes nothing more to load', async () => {
  await visit.page.waitForLoadState('networkidle');
  const before = site.requests.length;
  await chooser().selectOption('SixNodesIPv2');
  await visit.choose(DS_CNN);
  await verdict('open').waitFor();
  await visit.choose(REFUSED);
  await verdict('no').waitFor();
  const loaded = site.requests.slice(before).filter((path) => !path.includes('service-worker'));
  expect(loaded).toEqual([]);
});

test('a model that cannot be converted runs on no device', async () => {
  await chooser().selectOption('SixNodesIPv2');
  await visit.choose(REFUSED);
  await verdict('no').getByText('The problems below').waitFor();
  expect((await savedReport()).device).toMatchObject({ verdict: 'no' });
});

test('?device=AKD1500 presets the device and with it the generation', async () => {
  await visit.page.goto(`${site.url}?device=AKD1500`);
  await visit.loaded();
  expect(await chooser().inputValue()).toBe('AKD1500');
  expect(await visit.page.getByTestId('version').inputValue()).toBe('v1');
  await visit.page.goto(`${site.url}?device=AKD9999`);
  await visit.loaded();
  expect(await chooser().inputValue()).toBe('');
});
