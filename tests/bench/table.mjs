// SPDX-License-Identifier: Apache-2.0
// One table of what is fast and small here: each row beside what it cannot or should not fall
// behind. The runs are taken in turns, so that a busy machine slows all of them alike.
//
//   node tests/bench/table.mjs [LARGE.h5] [--inference]      (make bench MODEL=LARGE.h5)
//
// Needs `make native` and cnn2snn_bench (cmake -DCNN2SNN_BENCH=ON); rows of what else is built
// (npm/dist, build/wasm, web/dist) are added. --inference adds those of run/compare.py, which
// installs other engines. RUNS: how often each is measured (15).
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const SMALL = at('tests/fixtures/models/ds_cnn_kws_i8_w8_a8.h5');
const native = process.env.CNN2SNN_NATIVE ?? at('build/native/bin/cnn2snn');
const bench = at('build/native/bin/cnn2snn_bench');
const library = at('npm/dist/index.node.js');
const command = at('npm/dist/cli/main.cjs');
const node = process.execPath;
const RUNS = Number(process.env.RUNS ?? 15);

const arguments_ = process.argv.slice(2);
const inference = arguments_.includes('--inference');
const large = arguments_.find((argument) => !argument.startsWith('--')) ?? SMALL;
for (const needed of [large, native, bench]) {
  if (existsSync(needed)) continue;
  console.error(`bench: there is no ${needed} (make bench MODEL=MODEL.h5 builds the programs)`);
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'cnn2snn-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true }));
const file = (name) => join(folder, name);

// Reading more certificates makes every start of Node slow, the floor's too.
const { NODE_EXTRA_CA_CERTS, ...env } = process.env;

/** Of a whole process. */
function ofProcess(program, args) {
  const text = execFileSync(bench, ['process', program, ...args], { encoding: 'utf8', env });
  const [processor, wall] = text.split(' ').map(Number);
  return { processor, wall };
}

/** Of work in this process. */
async function ofWork(work) {
  const [before, start] = [process.cpuUsage(), performance.now()];
  await work();
  const [{ user, system }, wall] = [process.cpuUsage(before), performance.now() - start];
  return { processor: (user + system) / 1000, wall };
}

/** What cnn2snn_bench tells of one of its benchmarks. */
function ofBenchmark(name) {
  const text = execFileSync(
    bench,
    [`--benchmark_filter=^${name}/`, '--benchmark_min_time=0.2', '--benchmark_format=json'],
    { env: { ...process.env, CNN2SNN_BENCH_MODELS: large }, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const [{ cpu_time: processor, real_time: wall }] = JSON.parse(text).benchmarks;
  return { processor, wall };
}

const convertTo = (output, model) => ['convert', '-m', model, '-o', file(output)];
execFileSync(bench, ['payload', large, file('payload')]);
const measured = {
  'convert in process': () => ofBenchmark('convert'),
  'floor in process': () => ofBenchmark('floor'),
  'cnn2snn convert': () => ofProcess(native, convertTo('native.fbz', large)),
  'floor program': () => ofProcess(bench, ['floor', large, file('payload'), file('floor')]),
};
/** [what, beside what, at most]: what was measured, or is a number of bytes. */
const rows = [
  ['convert in process', 'floor in process', 1.3],
  ['cnn2snn convert', 'floor program', 1.3],
];
if (existsSync(library)) {
  const { convert } = await import(library);
  const bytes = readFileSync(large);
  await convert(bytes); // The module is compiled.
  Object.assign(measured, {
    'convert() in a running Node': () => ofWork(() => convert(bytes)),
    'npx cnn2snn convert': () => ofProcess(node, [command, ...convertTo('npm.fbz', large)]),
    'npx cnn2snn convert, DS-CNN': () =>
      ofProcess(node, [command, ...convertTo('small.fbz', SMALL)]),
    'npx cnn2snn --version': () => ofProcess(node, [command, '--version']),
    'node -e 0': () => ofProcess(node, ['-e', '0']),
  });
  rows.push(
    ['convert() in a running Node', 'convert in process'],
    ['convert() in a running Node', 'cnn2snn convert'],
    ['npx cnn2snn convert', 'cnn2snn convert'],
    ['npx cnn2snn convert, DS-CNN', 'node -e 0'],
    ['npx cnn2snn --version', 'node -e 0', 1.5],
  );
}

const times = Object.fromEntries(Object.keys(measured).map((name) => [name, []]));
for (let run = 0; run < RUNS; ++run) {
  for (const [name, measure] of Object.entries(measured)) times[name].push(await measure());
}

const line = (what, beside, ours, theirs, ratio, wall, most) =>
  console.log(
    `${what.padEnd(30)} ${beside.padEnd(24)} ${ours.padStart(9)} ${theirs.padStart(9)} ` +
      `${ratio.padStart(6)} ${wall.padStart(6)} ${most}`.trimEnd(),
  );
const atMost = (most) => (most === undefined ? '' : `≤ ${most}`);
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

console.log(
  `${basename(large)}, ${(statSync(large).size / 1e6).toFixed(1)} MB: milliseconds of processor ` +
    `time and the ratio of both, medians of ${RUNS} runs in turns`,
);
line('', 'beside', 'ms', 'ms', 'ratio', 'wall', 'goal');
for (const [what, beside, most] of rows) {
  const ratio = (kind) =>
    median(times[what].map((time, run) => time[kind] / times[beside][run][kind])).toFixed(2);
  const [ours, theirs] = [what, beside].map((name) =>
    median(times[name].map(({ processor }) => processor)).toFixed(1),
  );
  line(what, beside, ours, theirs, ratio('processor'), ratio('wall'), atMost(most));
}

if (inference) {
  const text = execFileSync('python3', [at('tests/bench/run/compare.py'), '--json']);
  for (const { what, beside, ours, theirs, most } of JSON.parse(text)) {
    const ratio = (ours / theirs).toFixed(2);
    line(what, beside, ours.toFixed(2), theirs.toFixed(2), '', ratio, atMost(most));
  }
}

/** Lines "NAME BYTES (budget BYTES)" of the scripts that weigh. */
function sizes(program, args, pattern) {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  const found = [...(stdout ?? '').matchAll(pattern)];
  if (found.length === 0) throw new Error(`${program} ${args.join(' ')}: ${stdout}${stderr}`);
  return found.map(({ groups }) => groups);
}

const weighed = [];
if (existsSync(at('build/wasm/cnn2snn.wasm'))) {
  const module = /^(?<name>\S+) +(?<bytes>\d+) +\(budget (?<budget>\d+)\)$/gm;
  weighed.push(...sizes(at('scripts/size-report.sh'), [], module));
}
if (existsSync(at('web/dist'))) {
  const page = /^ *(?<bytes>[\d,]+) +(?<name>first load).*\(budget (?<budget>[\d,]+)\)$/gm;
  weighed.push(...sizes(node, [at('web/size.mjs')], page));
}
if (weighed.length > 0) line('bytes, gzipped', 'beside', 'kB', 'kB', 'ratio', '', 'goal');
for (const { name, ...texts } of weighed) {
  const bytes = Number(texts.bytes.replaceAll(',', ''));
  const budget = Number(texts.budget.replaceAll(',', ''));
  const kilobytes = (count) => (count / 1000).toFixed(1);
  const ratio = (bytes / budget).toFixed(2);
  line(name, 'its budget', kilobytes(bytes), kilobytes(budget), ratio, '', '≤ 1');
}
