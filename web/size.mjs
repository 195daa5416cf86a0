// SPDX-License-Identifier: Apache-2.0
// Weighs what a first visit downloads, gzipped, and fails over budget: node size.mjs [folder]

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { firstLoadFiles } from './first-load.mjs';

const BUDGET = 494_000;

const folder = process.argv[2] ?? join(import.meta.dirname, 'dist');
const sizes = firstLoadFiles(folder).map((file) => ({
  file,
  bytes: gzipSync(readFileSync(join(folder, file)), { level: 9 }).length,
}));
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
const line = (bytes, name) => console.log(`${bytes.toLocaleString('en').padStart(9)}  ${name}`);

for (const { file, bytes } of sizes.sort((a, b) => b.bytes - a.bytes)) line(bytes, file);
line(total, `first load, bytes gzipped (budget ${BUDGET.toLocaleString('en')})`);
if (!sizes.some(({ file }) => file.endsWith('.wasm'))) {
  console.error('There is no WebAssembly in the page: was the npm package built?');
  process.exitCode = 1;
}
if (total > BUDGET) {
  console.error(`Over budget by ${(total - BUDGET).toLocaleString('en')} bytes`);
  process.exitCode = 1;
}
