// SPDX-License-Identifier: Apache-2.0

import { readFileSync } from 'node:fs';
import { SECTIONS } from '../pages.mjs';

const { version } = JSON.parse(
  readFileSync(new URL('../../../npm/package.json', import.meta.url), 'utf8'),
);

/** The headings within a page, as links. */
function contents(html) {
  const headings = [...html.matchAll(/<h2 id="([^"]+)">(.*?)<\/h2>/g)];
  if (headings.length < 2) return '';
  const items = headings.map(
    ([, id, words]) => `<li><a href="#${id}">${words.replaceAll(/<[^>]+>/g, '')}</a></li>`,
  );
  return `<ul class="contents">${items.join('')}</ul>`;
}

function navigation(current, html) {
  const item = ({ page, name }) =>
    page === current
      ? `<li><a href="${page}" aria-current="page">${name}</a>${contents(html)}</li>`
      : `<li><a href="${page}">${name}</a></li>`;
  return SECTIONS.map(
    ({ name, pages }) => `<h2>${name}</h2>\n<ul>${pages.map(item).join('\n')}</ul>`,
  ).join('\n');
}

export function render({ title, permalink, content }) {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="no-referrer">
    <meta name="color-scheme" content="light dark">
    <title>${permalink === 'index.html' ? 'cnn2snn: documentation' : `${title} – cnn2snn`}</title>
    <link rel="icon" href="../icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="theme.css">
    <link rel="stylesheet" href="docs.css">
  </head>
  <body>
    <header class="top-bar">
      <a class="wordmark" href="index.html"><img src="../icon.svg" alt="">cnn2snn <span>documentation</span></a>
      <p><a class="to-pages" href="#pages">All pages</a> <a class="button" href="../">Open the converter</a></p>
    </header>
    <div class="columns">
      <main>
${content}
      </main>
      <nav id="pages" aria-label="Documentation">
${navigation(permalink, content)}
      </nav>
    </div>
    <footer>
      <p>cnn2snn ${version}, an unofficial tool: not affiliated with BrainChip. Akida is their trademark.</p>
    </footer>
  </body>
</html>
`;
}
