// SPDX-License-Identifier: Apache-2.0
// WebAssembly against native, and the command's start against that of Node alone: side by side, the
// runs taken in turns so that a busy machine slows all of them alike.
//
//   npm run bench -- LARGE_MODEL.h5 [SMALL_MODEL.h5]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { convert } from '../dist/index.node.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const native = process.env.CNN2SNN_NATIVE ?? here('../../build/native/bin/cnn2snn');
const main = here('../dist/cli/main.cjs');
const [large, small = here('../../tests/fixtures/models/ds_cnn_kws_i8_w8_a8.h5')] =
  process.argv.slice(2);
const runs = Number(process.env.RUNS ?? 15);

if (!large || !existsSync(large)) {
  console.error('usage: npm run bench -- LARGE_MODEL.h5 [SMALL_MODEL.h5]');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'cnn2snn-bench-'));
const output = join(folder, 'out.fbz');

function milliseconds(command, args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(command, args);
  const time = performance.now() - start;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  return time;
}

async function inProcess(bytes) {
  const start = performance.now();
  await convert(bytes);
  return performance.now() - start;
}

const bytes = readFileSync(large);
const node = process.execPath;
const candidates = {
  'native program, large model': () => milliseconds(native, ['convert', '-m', large, '-o', output]),
  'npm program, large model': () =>
    milliseconds(node, [main, 'convert', '-m', large, '-o', output]),
  'convert() in a running program, large model': () => inProcess(bytes),
  'native program, small model': () => milliseconds(native, ['convert', '-m', small, '-o', output]),
  'npm program, small model': () =>
    milliseconds(node, [main, 'convert', '-m', small, '-o', output]),
  'npm program, --version': () => milliseconds(node, [main, '--version']),
  'node -e 0': () => milliseconds(node, ['-e', '0']),
};
const times = Object.fromEntries(Object.keys(candidates).map((name) => [name, []]));
for (let run = 0; run < runs; ++run) {
  for (const [name, measure] of Object.entries(candidates)) times[name].push(await measure());
}
rmSync(folder, { recursive: true });

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
console.log(`large: ${(statSync(large).size / 1e6).toFixed(1)} MB; ${runs} runs of each`);
console.log(`${'milliseconds'.padEnd(46)} ${'best'.padStart(8)} ${'median'.padStart(8)}`);
for (const [name, list] of Object.entries(times)) {
  const cells = [Math.min(...list), median(list)].map((time) => time.toFixed(1).padStart(8));
  console.log(`${name.padEnd(46)} ${cells.join(' ')}`);
}
const ratio = (a, b) =>
  `${(Math.min(...times[a]) / Math.min(...times[b])).toFixed(2)} (best), ` +
  `${(median(times[a]) / median(times[b])).toFixed(2)} (median)`;
const pairs = [
  ['convert() in a running program, large model', 'native program, large model'],
  ['npm program, large model', 'native program, large model'],
  ['npm program, small model', 'node -e 0'],
];
for (const [a, b] of pairs) console.log(`${a} / ${b}: ${ratio(a, b)}`);
