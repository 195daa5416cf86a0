// SPDX-License-Identifier: Apache-2.0

import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { staticServer } from '../../web/serve.mjs';
import { DIST, DS_CNN, launch, Visit } from './browser';

function replaceIn(path: string, from: string | RegExp, to: string): void {
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(from, to));
}

/** Makes another version of the page: its main script has another name, and says whose it is. */
function makeEarlierVersion(folder: string): void {
  // Without the Brotli files of what changes here, where somebody has made them.
  cpSync(DIST, folder, { recursive: true, filter: (path) => !path.endsWith('.br') });
  const assets = join(folder, 'assets');
  const script = readdirSync(assets).find((name) => /^index-.*\.js$/.test(name));
  if (!script) throw new Error('the page has no script');
  const main = join(assets, 'index-EARLIER.js');
  renameSync(join(assets, script), main);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (/\.(html|js)$/.test(name)) replaceIn(join(folder, name), script, 'index-EARLIER.js');
  }
  replaceIn(join(folder, 'index.html'), '<html ', '<html data-page="earlier" ');
  replaceIn(join(folder, 'service-worker.js'), /name:`[0-9a-f]{16}`/g, 'name:`earlier`');
  writeFileSync(
    main,
    'document.documentElement.dataset.script="earlier";' + readFileSync(main, 'utf8'),
  );
}

/** Which version page and script are of; they are never of two. */
async function versionOf(page: Page): Promise<string> {
  const parts = await page.evaluate(() => {
    const { page = 'today', script = 'today' } = document.documentElement.dataset;
    return [page, script];
  });
  expect(new Set(parts).size).toBe(1);
  return parts[0] ?? '';
}

async function converts(page: Page): Promise<void> {
  await page.getByTestId('file').setInputFiles(DS_CNN);
  await page.getByTestId('download').first().waitFor();
}

describe('a page that was visited in an earlier version', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cnn2snn-'));
  makeEarlierVersion(folder);
  const [earlier, today] = [staticServer(folder), staticServer(DIST)];
  let served = earlier;
  const server = createServer((request, response) => served.emit('request', request, response));
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    browser = await launch();
    await new Promise<void>((done) => server.listen(0, done));
    url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  });

  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  test('is wholly that version while it is open, and wholly the new one after', async () => {
    const visit = await Visit.start(browser, url);
    await visit.loaded();
    expect(await versionOf(visit.page)).toBe('earlier');
    served = today;
    // The new service worker is there, and waits for the last page of the earlier one.
    await visit.page.reload();
    await visit.page.waitForFunction(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
      return registration.waiting !== null;
    });
    await visit.page.reload();
    await visit.loaded();
    expect(await versionOf(visit.page)).toBe('earlier');
    await converts(visit.page);
    expect(visit.errors).toEqual([]);

    const next = await visit.context.newPage();
    await visit.page.close();
    // The browser takes its time to see that it is closed.
    do {
      await next.goto('about:blank');
      await next.goto(url);
    } while ((await versionOf(next)) === 'earlier');
    await converts(next);
    const kept = await next.evaluate(() => caches.keys());
    expect(kept).toHaveLength(1);
    expect(kept[0]).not.toContain('earlier');
    await visit.context.close();
  });
});
