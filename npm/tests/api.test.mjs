// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, test } from '@jest/globals';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeVersion } from './node-versions.mjs';
import { app, DS_CNN, fixture, models, root, run } from './packed.mjs';

const named = (kind, expected) =>
  models.find((model) => model.kind === kind && model.expected === expected)?.name;
const REFUSED = named('quantizeml', 'error');
// A model of the legacy quantization API where there is one, else any other that converts.
const LEGACY = named('legacy', 'fbz') ?? 'act_gelu';
const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;

cpSync(join(root, 'tests/scenarios'), join(app, 'scenarios'), { recursive: true });

describe.each([18, 20, 22])('Node %i', (major) => {
  const node = nodeVersion(major);
  if (!node) {
    test.skip(`no Node ${major}: the registry has none for this machine`, () => undefined);
    return;
  }
  let seen;

  beforeAll(() => {
    const { stdout, stderr, status } = run(node, [
      'scenarios/api.mjs',
      fixture(''),
      DS_CNN,
      REFUSED,
      LEGACY,
    ]);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    seen = JSON.parse(stdout);
  });

  test('converts a model', () => {
    const { model, warnings, summary, report, fbz } = seen.converts;
    expect(report).toMatchObject({
      action: 'convert',
      version,
      ok: true,
      kind: 'quantizeml',
      target: 'v2',
      problems: [],
    });
    expect(report.source_bytes).toBe(readFileSync(fixture(`${DS_CNN}.h5`)).length);
    expect(report.model).toEqual(model);
    expect(warnings).toEqual(report.warnings);
    expect(model.ip_version).toBe('v2');
    expect(model.layers.map(({ type }) => type)).toEqual(
      models.find(({ name }) => name === DS_CNN).akida_layers,
    );
    expect(summary).toContain(model.layers[0].name);
    expect(fbz).toMatch(/^[0-9a-f]{64}$/);
  });

  test('takes every kind of bytes and leaves them as they are', () => {
    const { hashes, untouched } = seen.takesEveryKindOfBytes;
    expect(hashes).toEqual(Array(5).fill(seen.converts.fbz));
    expect(untouched).toBe(true);
  });

  test('overlapping calls do not disturb each other', () => {
    const [a, b] = seen.overlaps;
    expect(a).toBe(seen.converts.fbz);
    expect(b).not.toBe(a);
    expect(seen.overlaps).toEqual([a, b, a, b, a]);
    expect(seen.nestsInsideProgress).toEqual([a, a]);
  });

  test('reports progress', () => {
    const calls = seen.reportsProgress;
    expect(calls.length).toBeGreaterThan(2);
    const fractions = calls.map(([fraction]) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(Math.min(...fractions)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...fractions)).toBeLessThanOrEqual(1);
    const steps = ['read', 'parse', 'quantization', 'conversion', 'verification'];
    for (const [, step] of calls) expect(steps).toContain(step);
  });

  test('refuses with all problems and a report', () => {
    const error = seen.refuses;
    expect(error).toMatchObject({ thrown: 'ConversionError', isConversionError: true });
    expect(error.code).toBe(error.problems[0].id);
    expect(error.report).toMatchObject({ ok: false, problems: error.problems, model: null });
    expect(error.message).toContain(error.problems[0].reason);
  });

  test('tells apart what is not a model', () => {
    expect(seen.notHdf5.code).toBe('E_NOT_HDF5');
    expect(seen.empty.code).toBe('E_NOT_HDF5');
    expect(seen.truncated.code).toBe('E_HDF5_CORRUPT');
    expect(seen.notBytes.thrown).toBe('TypeError');
    expect(seen.inspects.other.code).toBe('E_NOT_HDF5');
  });

  test('refuses wrong options', () => {
    expect(seen.wrongVersion.code).toBe('E_ARGUMENT');
    expect(seen.wrongVersion.message).toContain("must be one of ['v1', 'v2']");
    expect(seen.wrongScaling.code).toBe('E_ARGUMENT');
    expect(seen.wrongRuntime.code).toBe('E_ARGUMENT');
    expect(seen.wrongDevice.code).toBe('E_ARGUMENT');
    expect(seen.wrongDevice.message).toContain("no device is called 'AKD9'");
    expect(seen.stampsRuntime).toBe('2.19.3');
  });

  test('has a default version: of the program, the environment, v2', () => {
    const [first, second, converted, environment, wrong] = seen.versions;
    expect([first, second, environment]).toEqual(['v2', 'v1', 'v1']);
    expect(['v1', null]).toContain(converted ?? null);
    expect(wrong).toContain('CNN2SNN_TARGET_AKIDA_VERSION=v9');
  });

  test('cancels', () => {
    const cancelled = { thrown: 'AbortError', isConversionError: true, code: 'E_CANCELLED' };
    expect(seen.cancelsByProgress).toMatchObject(cancelled);
    expect(seen.cancelsBySignal).toMatchObject({ ...cancelled, cause: 'Error: enough' });
    expect(seen.cancelsBeforehand).toMatchObject(cancelled);
    expect(seen.throwsWhatProgressThrows).toEqual(['of the caller', seen.converts.fbz]);
  });

  test('inspects and checks', () => {
    const { h5, fbz } = seen.inspects;
    expect(h5.slice(0, 2)).toEqual(['h5', 'quantizeml']);
    expect(h5[2]).toBeGreaterThan(10);
    expect(h5[3]).toBeNull();
    expect(fbz.slice(0, 3)).toEqual(['fbz', seen.converts.model.layers.length, null]);
    expect(fbz[3]).toBe(seen.converts.summary);
    const [good, refused, broken] = seen.checks;
    expect(good).toEqual([true, []]);
    expect(refused[0]).toBe(false);
    expect(refused[1].length).toBeGreaterThan(0);
    expect(broken).toEqual([false, ['E_NOT_HDF5']]);
  });

  test('upgrades', () => {
    const { stamped, layers, back, other } = seen.upgrades;
    expect([stamped, layers, back]).toEqual(['2.19.3', seen.converts.model.layers.length, true]);
    expect(other.code).toBe('E_NOT_FBZ');
  });

  test('lists patterns', () => {
    for (const table of seen.patterns) {
      expect(table.length).toBeGreaterThan(3);
      for (const { layers, akidaLayer, input } of table) {
        expect(layers.length).toBeGreaterThan(0);
        expect(typeof akidaLayer).toBe('string');
        expect(typeof input).toBe('boolean');
      }
    }
    expect(seen.patterns[0]).not.toEqual(seen.patterns[1]);
  });

  test('goes on after the memory ran out', () => {
    expect(seen.survivesExhaustedMemory).toEqual(['E_OUT_OF_MEMORY', seen.converts.fbz]);
  });

  test('goes on with a fresh instance after a crash', () => {
    const { stdout, stderr } = run(node, ['scenarios/crash.mjs', fixture(`${DS_CNN}.h5`)]);
    expect(stderr).toBe('');
    const { outcomes, instances } = JSON.parse(stdout);
    expect(outcomes[0]).toEqual({ name: 'ConversionError', code: 'E_INTERNAL', problems: 1 });
    expect(outcomes.slice(1)).toEqual([seen.converts.fbz, seen.converts.fbz]);
    expect(instances).toBe(2);
  });

  test('takes the module from elsewhere', () => {
    expect(seen.loadsTheModuleFromElsewhere).toEqual([seen.converts.fbz, 'E_FILE']);
  });

  test('does the same in a worker', () => {
    const { converted, calls, ...rest } = seen.worker;
    expect(converted).toEqual({ fbz: seen.converts.fbz, ...seen.converts.report });
    expect(calls).toEqual(seen.reportsProgress.map(([fraction]) => fraction));
    expect(rest).toEqual({
      untouched: readFileSync(fixture(`${DS_CNN}.h5`)).length,
      blob: seen.converts.fbz,
      legacy: seen.overlaps[1],
      refused: seen.refuses,
      inspected: 'h5',
      checked: true,
      patterns: seen.patterns[0].length,
    });
    expect(seen.workerTransfers).toEqual([seen.converts.fbz, 0]);
    const [a, b] = seen.overlaps;
    expect(seen.workerOverlaps).toEqual([a, a, b, b, a, a]);
  });

  test('cancels in a worker, and goes on in a fresh one', () => {
    const [running, waiting, next] = seen.workerCancels;
    expect(running).toMatchObject({
      thrown: 'AbortError',
      code: 'E_CANCELLED',
      cause: 'Error: enough',
    });
    expect(waiting).toMatchObject({ thrown: 'AbortError', code: 'E_CANCELLED' });
    expect(next).toBe(seen.converts.fbz);
    expect(seen.workerTimesOut).toMatchObject({ thrown: 'TimeoutError', code: 'E_CANCELLED' });
    expect(seen.workerTerminates).toEqual(['E_CANCELLED', 'E_CANCELLED', seen.converts.fbz]);
  });
});

test('equals what the official converter made', () => {
  // The whole table is compared by the core's tests; here: the file is the one of the fixtures,
  // but for the version stamped into it.
  const { stdout } = run(process.execPath, [
    '-e',
    `import('cnn2snn').then(async ({ inspect, convert }) => {
      const { readFileSync } = require('node:fs');
      const [h5, fbz] = process.argv.slice(1).map((path) => readFileSync(path));
      const ours = (await inspect((await convert(h5)).fbz)).model.layers;
      const theirs = (await inspect(fbz)).model.layers;
      console.log(JSON.stringify([ours, theirs]));
    })`,
    fixture(`${DS_CNN}.h5`),
    fixture(`${DS_CNN}.fbz`),
  ]);
  const [ours, theirs] = JSON.parse(stdout);
  expect(ours).toEqual(theirs);
});
