// SPDX-License-Identifier: Apache-2.0
// The types of `src/report.ts` against the reports that the core writes: no key is missing, none is
// unknown, every value has its type, and every type occurs.
import { beforeAll, describe, expect, test } from '@jest/globals';
import Ajv from 'ajv';
import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';
import { readNpz } from './npz.mjs';
import { npmCommand, repository, root, run, scratch, writeFiles } from './packed.mjs';

const fixtures = join(repository, 'tests/fixtures');
const fixture = (...path) => join(fixtures, ...path);

/** `count` models of a folder, evenly spread. */
function some(folder, ending, count) {
  const all = readdirSync(fixture(folder)).filter((name) => name.endsWith(ending));
  const step = Math.max(1, Math.floor(all.length / count));
  return all.filter((_, index) => index % step === 0).map((name) => fixture(folder, name));
}

/** What the command prints: one report a line. */
function reports(...args) {
  const { stdout } = run(npmCommand, [...args, '--json']);
  const lines = stdout.trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

/** The bytes of a `.npy` of unsigned bytes. */
function npy(shape, data) {
  const text = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const header = Buffer.from(`\x93NUMPY\x01\x00  ${text.padEnd(117)}\n`, 'latin1');
  header.writeUInt16LE(118, 8);
  return Buffer.concat([header, data]);
}

/** Reports of runs: of a model of handwritten digits, and of files that are none. */
function runReports(folder) {
  const at = (name) => join(folder, name);
  const samples = join(repository, 'web/examples/digits/test.npz');
  const { shape, data } = readNpz(readFileSync(samples)).x;
  const size = data.length / shape[0];
  const two = data.subarray(0, 2 * size);
  const labels = [...'0123456789'].join('\n');
  writeFiles(folder, { 'two.npy': npy([2, ...shape.slice(1)], two), 'labels.txt': labels });
  const digits = fixture('quantize', 'digits.h5');
  const calibration = ['-sa', fixture('quantize', 'digits.npz')];
  run(npmCommand, ['quantize', '-m', digits, ...calibration, '--fbz', at('digits.fbz')]);
  const code = `
    import { classify, quantize } from 'cnn2snn';
    import { readFileSync } from 'node:fs';
    const [model, npz, samples] = process.argv.slice(1).map((path) => readFileSync(path));
    const { ranges } = await quantize(model, { samples: npz });
    const both = await classify(model, { samples, ranges });
    const none = await classify(npz, { samples }).catch((error) => error);
    console.log(JSON.stringify([both.report, none.report]));`;
  const files = [digits, fixture('quantize', 'digits.npz'), at('two.npy')];
  const classified = run(process.execPath, ['--input-type=module', '-e', code, ...files]);
  expect(classified.stderr).toBe('');
  return {
    RunReport: [
      ...reports('run', '-m', at('digits.fbz'), '-i', at('two.npy'), '--labels', at('labels.txt')),
      ...reports('run', '-m', at('digits.fbz'), '-i', at('two.npy')),
      ...reports('run', '-m', at('two.npy'), '-i', at('two.npy')),
    ],
    EvaluateReport: [
      ...reports('evaluate', '-m', at('digits.fbz'), '-i', samples),
      ...reports('evaluate', '-m', at('digits.fbz'), '-i', at('two.npy')),
    ],
    ClassifyReport: JSON.parse(classified.stdout),
  };
}

const models = (paths) => paths.flatMap((path) => ['-m', path]);

function allReports() {
  const folder = scratch('reports');
  const quantized = [...some('models', '.h5', 40), ...some('onnx', '.onnx', 20)];
  const float = some('compat', '.h5', 12);
  const other = [fixture('models.json'), join(folder, 'absent.h5')];
  const small = fixture('compat', 'one_conv.h5');
  const { name: akida } = JSON.parse(readFileSync(fixture('models.json'), 'utf8')).models.find(
    ({ expected }) => expected === 'fbz',
  );
  const fbz = fixture('models', `${akida}.fbz`);
  return {
    ConvertReport: reports(
      'convert',
      ...models([...quantized, small, ...other]),
      '-o',
      `${folder}/`,
    ),
    CheckReport: [
      ...reports('check', ...models([...float, ...quantized.slice(0, 10), fbz, ...other])),
      ...reports('check', ...models([fbz, small]), '--device', 'AKD1000'),
      ...reports('check', ...models([small]), '--target', 'v1'),
    ],
    InfoReport: [fbz, quantized[0], quantized.at(-1), small, ...other].flatMap((path) =>
      reports('info', path),
    ),
    UpgradeReport: [
      ...some('old_fbz', '.fbz', 2).flatMap((path) => reports('upgrade', path, '-o', `${folder}/`)),
      ...reports('upgrade', small, '-o', `${folder}/`),
    ],
    QuantizeReport: [
      ...reports('quantize', '-m', fixture('compat', 'basic.h5'), '-s', join(folder, 'basic.h5')),
      ...reports('quantize', '-m', small, '-s', join(folder, 'one.h5'), '-ns', '2', '--analysis'),
      ...reports('quantize', '-m', fixture('compat', 'gru.h5'), '-s', join(folder, 'gru.h5')),
      ...reports('quantize', '-m', fixture('models.json'), '-s', join(folder, 'none.h5')),
    ],
    ...runReports(folder),
    Device: reports('devices').flat(),
  };
}

const schemaOf = (type) =>
  createGenerator({
    path: join(root, 'src/report.ts'),
    tsconfig: join(root, 'tsconfig.json'),
    type,
    additionalProperties: false,
    skipTypeCheck: true,
  }).createSchema(type);

const schema = schemaOf('*');

/** The string ids of an X-macro of a public header. */
function idsOf(header, macro) {
  const text = readFileSync(join(repository, 'core/include/cnn2snn', header), 'utf8');
  const [, rows] = text.split(`#define ${macro}(X)`);
  return [...rows.split('\n\n')[0].matchAll(/X\(\w+, "([^"]+)"/g)].map(([, id]) => id);
}

describe('names are those of the core', () => {
  test.each([
    ['ErrorCode', 'report.h', 'CNN2SNN_ERROR_IDS'],
    ['RuleName', 'report.h', 'CNN2SNN_RULES'],
    ['FileKind', 'file_kind.h', 'CNN2SNN_FILE_KINDS'],
  ])('%s', (type, header, macro) => {
    const ids = idsOf(header, macro);
    expect(ids.length).toBeGreaterThan(10);
    expect([...schema.definitions[type].enum].sort()).toEqual(ids.sort());
  });
});

describe('reports are of their types', () => {
  const types = [
    'ConvertReport',
    'CheckReport',
    'InfoReport',
    'UpgradeReport',
    'QuantizeReport',
    'RunReport',
    'EvaluateReport',
    'ClassifyReport',
    'Device',
  ];
  const reference = (type) => ({ $ref: `#/definitions/${type}` });
  let all;

  beforeAll(() => {
    all = allReports();
  });

  test.each(types)('%s', (type) => {
    const validate = new Ajv({ allErrors: true }).compile({ ...schema, ...reference(type) });
    const wrong = all[type].flatMap((report) => (validate(report) ? [] : validate.errors));
    expect(wrong).toEqual([]);
  });

  test('every key of every type occurs with a value', () => {
    const expected = new Set();
    const seen = new Set();
    // Follows a value and its type; `known` is false where only the type is followed.
    const follow = (node, value, known) => {
      if (known && (value === null || value === undefined)) return;
      const type = node.$ref && decodeURIComponent(node.$ref.replace('#/definitions/', ''));
      const own = type ? schema.definitions[type] : node;
      for (const choice of own.anyOf ?? []) follow(choice, value, known);
      if (own.items) (known ? [...value] : [null]).forEach((one) => follow(own.items, one, known));
      for (const [key, property] of Object.entries(own.properties ?? {})) {
        if (known && value[key] === null) continue;
        if (type) (known ? seen : expected).add(`${type}.${key}`);
        follow(property, known ? value[key] : null, known);
      }
    };
    for (const type of types) {
      follow(reference(type), null, false);
      for (const report of all[type]) follow(reference(type), report, true);
    }
    expect(expected.size).toBeGreaterThan(100);
    expect([...expected].filter((key) => !seen.has(key))).toEqual([]);
  });
});
