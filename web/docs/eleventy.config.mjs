// SPDX-License-Identifier: Apache-2.0
// The documentation as pages beside the converter, from the Markdown files of the repository:
// eleventy --config=docs/eleventy.config.mjs (after the page itself: vite empties dist).

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import anchor from 'markdown-it-anchor';
import { links } from './links.mjs';
import { PAGES } from './pages.mjs';

const ROOT = resolve(import.meta.dirname, '../..');

/** The name GitHub gives a heading, which links in the files use. */
function slugify(heading) {
  const kept = heading.toLowerCase().replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, '');
  return kept.trim().replaceAll(' ', '-');
}

/** What is wider than a phone scrolls by itself: with the arrow keys too. */
function scrolling(markdown) {
  const { rules } = markdown.renderer;
  const wide = '<div class="wide" tabindex="0">';
  rules.table_open = () => `${wide}<table>`;
  rules.table_close = () => '</table></div>\n';
  for (const kind of ['fence', 'code_block']) {
    const plain = rules[kind];
    rules[kind] = (...all) => plain(...all).replace('<pre', '<pre tabindex="0"');
  }
}

export default function (eleventy) {
  eleventy.setQuietMode(true);
  for (const { file, page } of PAGES) {
    const text = readFileSync(resolve(ROOT, file), 'utf8');
    const title = /^# (.+)$/m.exec(text)[1].replaceAll('`', '');
    eleventy.addTemplate(page.replace('.html', '.md'), text, {
      layout: 'layout.11ty.js',
      permalink: page,
      file,
      title,
    });
  }
  eleventy.amendLibrary('md', (markdown) => {
    markdown.use(anchor, { slugify, tabIndex: false }).use(links).use(scrolling);
  });
  eleventy.addPassthroughCopy({
    'docs/docs.css': 'docs.css',
    'src/styles/theme.css': 'theme.css',
    '../docs/images': 'images',
  });
  return {
    dir: { input: 'docs', output: 'dist/docs' },
    templateFormats: ['md'],
    markdownTemplateEngine: false,
  };
}
