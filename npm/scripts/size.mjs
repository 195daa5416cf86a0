// SPDX-License-Identifier: Apache-2.0
// Sizes of the package against their budgets; fails when one is exceeded.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const UNPACKED_BUDGET = 4_500_000;
const GZIP_BUDGET = 475_000;
const RUN_BUDGET = 120_000;
const QUANTIZE_BUDGET = 550_000;

const root = fileURLToPath(new URL('..', import.meta.url));
const [pack] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root }),
);
// What a page downloads: everything that runs in a browser. What only running models takes is
// downloaded when a model is loaded, what only quantizing takes by the first `quantize` or check.
const browser = pack.files
  .map(({ path }) => path)
  .filter((path) => /\.(m?js|wasm)$/.test(path) && !/\/cli\/|\.node\.js$/.test(path));
let gzip = 0;
let running = 0;
let quantizing = 0;
for (const path of browser) {
  const bytes = readFileSync(new URL(`../${path}`, import.meta.url));
  const packed = gzipSync(bytes, { level: 9 }).length;
  if (/\/(cnn2snn-)?run\b/.test(path)) running += packed;
  else if (path.includes('cnn2snn-quantize')) quantizing += packed;
  else gzip += packed;
  console.log(
    `${path.padEnd(32)} ${String(bytes.length).padStart(9)} ${String(packed).padStart(8)}`,
  );
}
const line = (name, value, budget) => {
  console.log(`${name.padEnd(42)} ${String(value).padStart(8)}  (budget ${budget})`);
  if (value > budget) {
    console.error(`size: ${name} is over budget by ${value - budget} bytes`);
    process.exitCode = 1;
  }
};
line('wasm + JavaScript of a page, gzip', gzip, GZIP_BUDGET);
line('to run models, gzip', running, RUN_BUDGET);
line('to quantize, gzip', quantizing, QUANTIZE_BUDGET);
line('package, unpacked', pack.unpackedSize, UNPACKED_BUDGET);
