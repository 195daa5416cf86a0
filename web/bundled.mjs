// SPDX-License-Identifier: Apache-2.0

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (name) => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8'));

/**
 * Packages of others whose code ends up in the page: what package.json depends on, and what those
 * depend on, as the lock file has them.
 *
 * @returns {{ name: string, version: string, license: string, integrity: string }[]}
 */
export function bundledPackages() {
  const { packages } = read('package-lock.json');
  const found = new Map();
  const add = (name) => {
    const entry = packages[`node_modules/${name}`];
    if (found.has(name)) return;
    if (!entry?.integrity) throw new Error(`package-lock.json does not pin ${name}`);
    found.set(name, { name, ...entry });
    for (const other of Object.keys(entry.dependencies ?? {})) add(other);
  };
  for (const name of Object.keys(read('package.json').dependencies)) add(name);
  return [...found.values()];
}
