// SPDX-License-Identifier: Apache-2.0
// The versions of Node.js that the package is tested with.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('../../build/node-versions', import.meta.url));
const runs = Number(process.versions.node.split('.')[0]);
const binary = (folder, major) => join(folder, `node_modules/node${major}/bin/node`);

/**
 * Fetches the versions that are not there from the registry, into build/node-versions. Once, before
 * the tests: two of them that fetched the same one would meet a program still being written.
 */
export function fetchNodeVersions() {
  for (const major of [18, 20, 22]) {
    const folder = join(home, String(major));
    if (major === runs || existsSync(binary(folder, major))) continue;
    const part = `${folder}.part`;
    rmSync(part, { recursive: true, force: true });
    mkdirSync(part, { recursive: true });
    writeFileSync(join(part, 'package.json'), '{ "private": true }\n');
    const source = `node${major}@npm:node-${process.platform}-${process.arch}@${major}`;
    spawnSync('npm', ['install', '--no-save', '--prefix', part, source]);
    if (!existsSync(binary(part, major))) continue;
    rmSync(folder, { recursive: true, force: true });
    renameSync(part, folder);
  }
}

/** The Node of a major version: this one, or a fetched one. Null where neither is to be had. */
export function nodeVersion(major) {
  if (runs === major) return process.execPath;
  const path = binary(join(home, String(major)), major);
  return existsSync(path) ? path : null;
}
