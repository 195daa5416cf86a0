// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './packed.mjs';

/** The example files of the README under a folder, by their name: `examples('esbuild')['app.js']`. */
export function examples(folder) {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  const found = {};
  for (const [, path, code] of text.matchAll(/<!-- example: (\S+) -->\s+```\w+\n(.*?)```/gs)) {
    if (path.startsWith(`${folder}/`)) found[path.slice(folder.length + 1)] = code;
  }
  if (Object.keys(found).length === 0) throw new Error(`no example ${folder} in the README`);
  return found;
}
