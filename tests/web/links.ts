// SPDX-License-Identifier: Apache-2.0

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';

interface Html {
  /** Addresses of links, pictures and style sheets. */
  links: string[];
  /** What a link's #anchor can name. */
  ids: Set<string>;
}

function read(file: string): Html {
  const text = readFileSync(file, 'utf8');
  const all = (attribute: string): string[] =>
    [...text.matchAll(new RegExp(`\\s(?:${attribute})="([^"]*)"`, 'g'))].map(
      ([, value = '']) => value,
    );
  return { links: all('href|src'), ids: new Set(all('id')) };
}

/** The file behind an address, as a host of static files finds it. */
function fileAt(path: string): string | null {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isDirectory()) return fileAt(join(path, 'index.html'));
  return status ? path : null;
}

/** Links within a site that lead to no file of it, or to no heading, of all pages in a folder. */
export function deadLinks(site: string, folder = site): string[] {
  const dead: string[] = [];
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.html'))) {
    const page = join(folder, name);
    for (const link of read(page).links.filter((address) => !/^[a-z]+:/.test(address))) {
      const [path = '', anchor] = link.split('#');
      const file = path === '' ? page : fileAt(resolve(folder, path));
      const inside = file?.startsWith(site + sep) ?? false;
      const found = anchor === undefined || (file !== null && read(file).ids.has(anchor));
      if (!inside || !found) dead.push(`${name}: ${link}`);
    }
  }
  return dead;
}
