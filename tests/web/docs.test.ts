// SPDX-License-Identifier: Apache-2.0

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { violations } from './axe';
import { atSite, DIST, Visit } from './browser';
import { deadLinks } from './links';

const DOCS = join(DIST, 'docs');
const { version: VERSION } = JSON.parse(
  readFileSync(join(DIST, '../../npm/package.json'), 'utf8'),
) as { version: string };
const PAGES = readdirSync(DOCS).filter((name) => name.endsWith('.html'));

test('every page of docs and every example is a page of the site', () => {
  const root = join(DIST, '../..');
  const files = ['docs', 'examples'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  );
  const listed = readFileSync(join(root, 'web/docs/pages.mjs'), 'utf8');
  expect(files.filter((name) => !listed.includes(`'${name}'`))).toEqual([]);
});

describe('links of the documentation', () => {
  test('all lead somewhere', () => {
    expect(PAGES.length).toBeGreaterThan(15);
    expect(deadLinks(DIST, DOCS)).toEqual([]);
  });

  test('a page, a heading, a picture that is not there is noticed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cnn2snn-'));
    try {
      mkdirSync(join(folder, 'docs'));
      writeFileSync(join(folder, 'index.html'), '<h1 id="top">');
      const good = '<a href="../"> <a href="../#top"> <a href="https://example.org"> <p id="here">';
      const bad = '<a href="b.html"> <a href="#there"> <img src="../c.png"> <a href="../../">';
      writeFileSync(join(folder, 'docs/a.html'), `${good} <a href="#here"> ${bad}`);
      expect(deadLinks(folder, join(folder, 'docs'))).toEqual(
        ['b.html', '#there', '../c.png', '../../'].map((link) => `a.html: ${link}`),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('none leads to a Markdown file, and every heading can be linked to', () => {
    for (const page of PAGES) {
      const html = readFileSync(join(DOCS, page), 'utf8');
      expect(html).not.toMatch(/href="[^":]*\.md[#"]/);
      expect(html).not.toMatch(/<h[1-6]>(?!(Use|Examples|Reference|Project)<)/);
    }
  });
});

describe('the documentation in a browser', () => {
  const site = atSite('/cnn2snn/');

  afterEach(async () => {
    for (const context of site.browser.contexts()) await context.close();
  });

  test('is a link away from the page, the page one from it, and not kept for offline use', async () => {
    const visit = await Visit.start(site.browser, site.url);
    const { page } = visit;
    await visit.loaded();
    expect(site.requests.filter((path) => path.includes('/docs/'))).toEqual([]);
    await page.getByRole('contentinfo').getByText(`cnn2snn ${VERSION} `).waitFor();
    await page.getByRole('link', { name: 'Documentation' }).click();
    await page.getByRole('contentinfo').getByText(`cnn2snn ${VERSION},`).waitFor();
    await page.getByRole('heading', { level: 1, name: 'cnn2snn' }).waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Command line' }).click();
    await page.getByRole('heading', { level: 1, name: 'The command line' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/cnn2snn/docs/cli.html');
    const kept = await page.evaluate(async () => {
      const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
      return (await Promise.all(caches_.map((cache) => cache.keys()))).flat().map(({ url }) => url);
    });
    expect(kept.length).toBeGreaterThan(5);
    expect(kept.filter((url) => url.includes('/docs/'))).toEqual([]);
    await page.getByRole('link', { name: 'Open the converter' }).click();
    await visit.loaded();
    expect(visit.errors).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('can be read by everyone, %s', async (colorScheme) => {
    const visit = await Visit.start(site.browser, `${site.url}docs/`, {
      colorScheme,
      bypassCSP: true,
    });
    for (const name of ['index.html', 'cli.html']) {
      await visit.page.goto(`${site.url}docs/${name}`);
      expect({ name, violations: await violations(visit.page) }).toEqual({ name, violations: [] });
    }
  });

  test('on a phone every page fits the width, and every picture is shown', async () => {
    const visit = await Visit.start(site.browser, `${site.url}docs/`, {
      viewport: { width: 360, height: 740 },
      isMobile: true,
    });
    for (const name of PAGES) {
      await visit.page.goto(`${site.url}docs/${name}`);
      const { overflow, unseen } = await visit.page.evaluate(() => ({
        overflow: document.documentElement.scrollWidth - window.innerWidth,
        unseen: [...document.images].filter((image) => image.naturalWidth === 0).length,
      }));
      expect({ name, overflow: Math.max(0, overflow), unseen }).toEqual({
        name,
        overflow: 0,
        unseen: 0,
      });
    }
    expect(visit.errors).toEqual([]);
  });
});
