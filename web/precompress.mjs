// SPDX-License-Identifier: Apache-2.0
// Writes a Brotli file beside each large file of a built page, for hosts that send such files as they
// are (docs/hosting.md): node precompress.mjs [folder]

import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { allFiles, firstLoadFiles } from './first-load.mjs';

const COMPRESSIBLE = new Set(['.css', '.html', '.js', '.json', '.svg', '.txt', '.wasm']);
const SMALLEST = 1024; // Bytes: below, what is saved is less than what a request costs.

/** The files that get one, in a fixed order. */
function compressible(folder) {
  return allFiles(folder).filter(
    (file) => COMPRESSIBLE.has(extname(file)) && statSync(join(folder, file)).size >= SMALLEST,
  );
}

/** The same bytes give the same file: it holds no time and no name. */
export function precompress(folder) {
  return compressible(folder).map((file) => {
    const bytes = readFileSync(join(folder, file));
    const packed = brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    });
    writeFileSync(join(folder, `${file}.br`), packed);
    return { file, gzip: gzipSync(bytes, { level: 9 }).length, brotli: packed.length };
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? join(import.meta.dirname, 'dist');
  const sizes = precompress(folder);
  const first = new Set(firstLoadFiles(folder));
  const sum = (list, form) => list.reduce((total, size) => total + size[form], 0);
  const report = (what, list) => {
    const cells = [sum(list, 'gzip'), sum(list, 'brotli')].map((bytes) =>
      bytes.toLocaleString('en'),
    );
    console.log(
      `${what}: ${String(list.length)} files, ${cells[0]} bytes gzipped, ${cells[1]} as Brotli`,
    );
  };
  report('all', sizes);
  report(
    'first load',
    sizes.filter(({ file }) => first.has(file)),
  );
  report(
    'the converter',
    sizes.filter(({ file }) => /cnn2snn-[^/]{8}\.wasm$/.test(file)),
  );
}
