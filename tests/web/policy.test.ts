// SPDX-License-Identifier: Apache-2.0

import type { Browser } from 'playwright-core';
import { DS_CNN, DS_CNN_LEGACY, REFUSED, launch, nativeFbz, Site, Visit } from './browser';

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

describe('policy', () => {
  let site: Site;
  let visit: Visit;

  beforeEach(async () => {
    site = await Site.open('/deep/below/');
    visit = await Visit.start(browser, site.url);
  });

  afterEach(async () => {
    await visit.end();
    await site.close();
  });

  test('no request at all once the page has loaded', async () => {
    await visit.loaded();
    await visit.page.waitForLoadState('networkidle');
    const seen: string[] = [];
    visit.context.on('request', (request) => {
      if (!request.url().startsWith('blob:')) seen.push(request.url());
    });
    const before = site.requests.length;
    await visit.choose(DS_CNN, DS_CNN_LEGACY, REFUSED);
    await visit.page.getByTestId('job').nth(2).getByText('Refused').waitFor();
    await visit.page.getByTestId('version').selectOption('v1');
    await visit.page.getByTestId('job').nth(1).getByText('Akida 1.0').waitFor();
    await visit.page.getByTestId('version').selectOption('v2');
    await visit.download();
    await visit.page.locator('.node').nth(1).click();
    await visit.download('save-json');
    expect(seen).toEqual([]);
    expect(site.requests.slice(before)).toEqual([]);
    expect(visit.errors).toEqual([]);
  });

  test('all that is loaded comes from the folder of the page', async () => {
    const hosts = new Set<string>();
    visit.context.on('request', (request) => hosts.add(new URL(request.url()).origin));
    await visit.page.reload();
    await visit.loaded();
    expect([...hosts]).toEqual([new URL(site.url).origin]);
    expect(site.requests.filter((path) => !path.startsWith('/deep/below/'))).toEqual([]);
  });

  test('nothing inline, nothing from elsewhere', async () => {
    await visit.loaded();
    const policy = await visit.page
      .locator('meta[http-equiv="Content-Security-Policy"]')
      .getAttribute('content');
    const rules = new Map(
      (policy ?? '').split(';').map((rule): [string, string] => {
        const [name = '', ...sources] = rule.trim().split(' ');
        return [name, sources.join(' ')];
      }),
    );
    expect(rules.get('default-src')).toBe("'none'");
    expect(rules.get('script-src')).toBe("'self' 'wasm-unsafe-eval'");
    expect(rules.get('connect-src')).toBe("'self'");
    expect(rules.get('form-action')).toBe("'none'");
    expect(rules.get('base-uri')).toBe("'none'");
    const broken = await visit.page.evaluate(async () => {
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => {
        violations.push(event.effectiveDirective);
      });
      const script = document.createElement('script');
      script.textContent = 'window.inlineRan = true';
      document.head.append(script);
      const style = document.createElement('style');
      style.textContent = 'body { opacity: 0 }';
      document.head.append(style);
      await fetch('http://127.0.0.1:9/elsewhere').catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { violations, ran: 'inlineRan' in window };
    });
    expect(broken.ran).toBe(false);
    expect(broken.violations.sort()).toEqual(['connect-src', 'script-src-elem', 'style-src-elem']);
  });

  test('no cookies and nothing stored but the page itself', async () => {
    await visit.loaded();
    await visit.choose(DS_CNN);
    await visit.page.getByTestId('download').waitFor();
    expect(await visit.context.cookies()).toEqual([]);
    const stored = await visit.page.evaluate(async () => ({
      local: localStorage.length,
      session: sessionStorage.length,
      databases: (await indexedDB.databases()).length,
    }));
    expect(stored).toEqual({ local: 0, session: 0, databases: 0 });
  });
});

describe('offline', () => {
  test.each(['/', '/a/sub/path/'])('after the first visit, served at %s', async (base) => {
    const site = await Site.open(base);
    const visit = await Visit.start(browser, site.url);
    await visit.loaded();
    await site.close();
    await visit.page.goto(`${site.url}?version=v2`);
    await visit.choose(DS_CNN);
    const { bytes } = await visit.download();
    expect(bytes.equals(nativeFbz(DS_CNN, 'v2'))).toBe(true);
    await visit.end();
  });
});
