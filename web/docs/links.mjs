// SPDX-License-Identifier: Apache-2.0

import { posix } from 'node:path';
import { PAGES } from './pages.mjs';

/** Where the pictures of the documentation are, in the repository; and in the site: images/. */
const IMAGES = 'docs/images/';

/** The page of a file or folder of the repository, as GitHub shows a folder's README. */
function pageOf(path) {
  const names = [path, posix.join(path, 'README.md')];
  return PAGES.find(({ file }) => names.includes(file))?.page;
}

/** A file's address in the repository, where the build knows one; else null. */
function inRepository(path) {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_REF_NAME } = process.env;
  if (!GITHUB_REPOSITORY) return null;
  const server = GITHUB_SERVER_URL ?? 'https://github.com';
  return `${server}/${GITHUB_REPOSITORY}/blob/${GITHUB_REF_NAME ?? 'HEAD'}/${path}`;
}

/** What a link of a Markdown file leads to in the site; null where it leads nowhere. */
function target(href, file) {
  if (/^([a-z]+:|#)/.test(href)) return href;
  const [path, anchor] = href.split('#');
  const full = posix.join(posix.dirname(file), path);
  if (full.startsWith(IMAGES)) return `images/${full.slice(IMAGES.length)}`;
  const page = pageOf(full);
  if (page) return anchor ? `${page}#${anchor}` : page;
  return inRepository(full);
}

/** Links of one paragraph: those that lead nowhere become plain text. */
function rewrite(tokens, file) {
  let dropped = false;
  return tokens.filter((token) => {
    if (token.type === 'image') token.attrSet('src', target(token.attrGet('src'), file));
    if (token.type === 'link_open') {
      const href = target(token.attrGet('href'), file);
      dropped = href === null;
      if (!dropped) token.attrSet('href', href);
      return !dropped;
    }
    return token.type !== 'link_close' || !dropped;
  });
}

/** A markdown-it plugin: links between files of the repository become links between pages. */
export function links(markdown) {
  markdown.core.ruler.push('links', ({ tokens, env }) => {
    for (const token of tokens) {
      if (token.type === 'inline') token.children = rewrite(token.children, env.file);
    }
  });
}
