// SPDX-License-Identifier: Apache-2.0
// One table of what the converter does: the command's verbs, the jobs of a worker, the calls of the
// package and the functions of the WebAssembly modules are held against it.
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { npmCommand, repository, root, run } from './packed.mjs';

/**
 * Verb → its job, the call of the package, the modules that have a function of the job's name.
 * Without a job: what runs a model has a module and calls of its own; old verbs are the command's.
 */
const VERBS = {
  convert: { job: 'convert', call: 'convert', modules: ['cnn2snn'] },
  check: {
    job: 'check',
    call: 'checkModelCompatibility',
    modules: ['cnn2snn', 'cnn2snn_quantize'],
  },
  info: { job: 'inspect', call: 'inspect', modules: ['cnn2snn'] },
  upgrade: { job: 'upgrade', call: 'upgrade', modules: ['cnn2snn'] },
  patterns: { job: 'patterns', call: 'patterns', modules: ['cnn2snn'] },
  devices: { job: 'devices', call: 'devices', modules: ['cnn2snn'] },
  quantize: { job: 'quantize', call: 'quantize', modules: ['cnn2snn_quantize'] },
  evaluate: { job: 'classify', call: 'classify', modules: ['cnn2snn_quantize'] },
  run: {},
  reshape: { deprecated: true },
  calibrate: { deprecated: true },
};

/** Functions of the modules that are no verbs. */
const OTHERS = {
  cnn2snn: ['version'],
  cnn2snn_quantize: [],
  cnn2snn_run: ['load', 'forward', 'reset', 'mark', 'rewind'],
};

const read = (...path) => readFileSync(join(repository, ...path), 'utf8');
const rows = Object.values(VERBS).filter(({ job }) => job);
const jobs = rows.map(({ job }) => job).sort();

/** A declaration of a file of `src`, by its name. */
function declaration(file, name) {
  const path = join(root, 'src', file);
  const source = ts.createSourceFile(path, read('npm/src', file), ts.ScriptTarget.Latest, true);
  const found = source.statements.find((statement) => statement.name?.text === name);
  expect(found).toBeDefined();
  return found;
}

const members = (file, name) => declaration(file, name).members.map((one) => one.name.text);

/** The functions that a module exports, by the module's name. */
function bound() {
  const sources = ['bindings', 'quantize', 'run'].map((name) => read('wasm', `${name}.cpp`));
  return Object.fromEntries(
    sources.map((text) => [
      /EMSCRIPTEN_BINDINGS\((\w+)\)/.exec(text)[1],
      [...text.matchAll(/emscripten::function\("(\w+)"/g)].map(([, name]) => name).sort(),
    ]),
  );
}

describe('every verb is everywhere', () => {
  test('in the command', () => {
    const { stdout } = run(npmCommand, ['--help']);
    const listed = /\{([\w,]+)\}/.exec(stdout)[1].split(',');
    const [, table] = /#define CNN2SNN_VERBS\(X\)([^#]*)/.exec(read('core/cli/verb.cpp'));
    const all = [...table.matchAll(/X\((\w+)\)/g)].map(([, verb]) => verb);
    expect(all.sort()).toEqual(Object.keys(VERBS).sort());
    const today = all.filter((verb) => !VERBS[verb].deprecated);
    expect(listed.sort()).toEqual(today);
  });

  test('in the jobs that a worker takes', () => {
    const text = read('npm/src/jobs.ts');
    const actions = [...text.matchAll(/action: '(\w+)'/g)].map(([, action]) => action);
    expect(actions.sort()).toEqual(jobs);
  });

  test('in the calls of the package, of this thread and of a worker', () => {
    const calls = rows.map(({ call }) => call).sort();
    expect(members('api.ts', 'Converter').sort()).toEqual(calls);
    for (const entry of ['index.ts', 'index.node.ts']) {
      const [, exported] = /export const \{([^}]*)\} = converterOn/.exec(read('npm/src', entry));
      expect(exported.match(/\w+/g).sort()).toEqual(calls);
    }
  });

  test('in the modules, and in their types', () => {
    const expected = Object.fromEntries(
      Object.entries(OTHERS).map(([module, others]) => [
        module,
        [
          ...others,
          ...rows.filter((row) => row.modules.includes(module)).map(({ job }) => job),
        ].sort(),
      ]),
    );
    expect(bound()).toEqual(expected);
    const typed = {
      cnn2snn: members('cnn2snn.d.mts', 'Cnn2snnModule'),
      cnn2snn_quantize: members('cnn2snn-quantize.d.mts', 'QuantizeModule'),
      cnn2snn_run: members('cnn2snn-run.d.mts', 'Cnn2snnRunModule'),
    };
    for (const [module, names] of Object.entries(typed)) {
      expect(names.sort()).toEqual(expected[module]);
    }
  });

  test('each module runs its jobs', () => {
    const glue = read('npm/src/modules.ts');
    const [convert, quantize] = glue.split(/const quantizeGlue/);
    const cases = (text) => [...text.matchAll(/module\.(\w+)\(/g)].map(([, name]) => name).sort();
    const of = (module) => rows.filter((row) => row.modules.includes(module)).map((row) => row.job);
    expect(cases(convert)).toEqual(of('cnn2snn').sort());
    expect(cases(quantize)).toEqual(of('cnn2snn_quantize').sort());
  });
});
