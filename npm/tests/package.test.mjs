// SPDX-License-Identifier: Apache-2.0
// What is in the tarball, and what package checkers say of it.
import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { installed, root, run, scratch, tarball, writeFiles } from './packed.mjs';

const bin = (path) => join(root, 'node_modules', path);
const files = readdirSync(installed, { recursive: true }).filter((path) =>
  statSync(join(installed, path)).isFile(),
);

test('holds what it needs and nothing else', () => {
  const others = files.filter((path) => !path.startsWith('dist/'));
  expect(others.sort()).toEqual([
    'LICENSE',
    'README.md',
    'THIRD_PARTY_LICENSES.txt',
    'package.json',
  ]);
  for (const path of files) expect(path).toMatch(/\.(js|mjs|cjs|wasm|d\.ts|json|md|txt)$|LICENSE$/);
  const size = files.reduce((sum, path) => sum + statSync(join(installed, path)).size, 0);
  expect(size).toBeLessThan(6_500_000);
  expect(readFileSync(join(installed, 'LICENSE'), 'utf8')).toContain('Apache License');
  const licenses = readFileSync(join(installed, 'THIRD_PARTY_LICENSES.txt'), 'utf8');
  for (const name of ['HDF5', 'zlib', 'Snappy', 'FlatBuffers', 'Emscripten', 'musl', 'libc++']) {
    expect(licenses).toContain(name);
  }
});

test('depends on nothing', () => {
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  expect(manifest.dependencies).toBeUndefined();
  expect(manifest.peerDependencies).toBeUndefined();
  expect(manifest.optionalDependencies).toBeUndefined();
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  expect(lock).not.toMatch(/"resolved": "https?:/);
});

test('runs under a strict content security policy', () => {
  for (const path of files.filter((name) => /\.m?js$/.test(name))) {
    const code = readFileSync(join(installed, path), 'utf8');
    expect([path, /\beval\s*\(|new Function\b|\bFunction\s*\(/.exec(code)?.[0]]).toEqual([
      path,
      undefined,
    ]);
    expect([
      path,
      /\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write/.exec(code)?.[0],
    ]).toEqual([path, undefined]);
  }
});

test('never fetches under Node', () => {
  const { stdout, stderr } = run(process.execPath, [
    '--input-type=module',
    '-e',
    `globalThis.fetch = () => { throw new Error('fetched'); };
     const { patterns } = await import('cnn2snn');
     console.log((await patterns('v2')).length > 0);`,
  ]);
  expect([stderr, stdout]).toEqual(['', 'true\n']);
});

test('publint has nothing to say', () => {
  const { status, stdout, stderr } = run(process.execPath, [
    bin('publint/src/cli.js'),
    'run',
    tarball,
    '--strict',
  ]);
  expect([status, stdout + stderr]).toEqual([0, expect.stringContaining('All good!')]);
});

test('arethetypeswrong finds the types right', () => {
  const { status, stdout } = run(process.execPath, [
    bin('@arethetypeswrong/cli/dist/index.js'),
    tarball,
    '--profile',
    'esm-only',
    '--exclude-entrypoints',
    'cnn2snn.wasm',
    'cnn2snn-run.wasm',
    'cnn2snn-quantize.wasm',
    '--format',
    'json',
  ]);
  expect(status).toBe(0);
  const { problems } = JSON.parse(stdout).analysis;
  // Of those who resolve as CommonJS or as Node 10 did, which the package does not serve.
  const others = problems.filter(
    ({ resolutionKind }) => !['node10', 'node16-cjs'].includes(resolutionKind),
  );
  expect(others).toEqual([]);
});

describe('types serve strict users', () => {
  const program = `
    import { convert, checkModelCompatibility, inspect, upgrade, patterns, init, setAkidaVersion, getAkidaVersion,
      AkidaVersion, ConversionError, type ConvertResult, type ErrorCode, type ConvertReport } from 'cnn2snn';
    import { createConverter, type WorkerConverter } from 'cnn2snn/worker';
    import { loadModel, type Runner, type Tensor } from 'cnn2snn/run';
    const result: ConvertResult = await convert(new Uint8Array(), {
      akidaVersion: AkidaVersion.v1, inputScaling: [1, 0], runtimeVersion: '2.19.3',
      onProgress: (fraction, step) => fraction < 0.5 || step === 'read', signal: new AbortController().signal,
    });
    const layers: string[] = result.model.layers.map((layer) => layer.name);
    const report: ConvertReport = result.report;
    // @ts-expect-error no such version
    await convert(new Uint8Array(), { akidaVersion: 'v3' });
    // @ts-expect-error a path is not bytes
    await convert('model.h5');
    try { await inspect(new ArrayBuffer(8)); } catch (error) {
      if (error instanceof ConversionError) { const code: ErrorCode = error.code; void code; }
    }
    const { compatible, hostLayers } = await checkModelCompatibility(new Uint8Array(), { inputDtype: 'int8' });
    const newer: Uint8Array = (await upgrade(new Uint8Array(), { runtimeVersion: '2.19.3' })).fbz; void newer;
    const converter: WorkerConverter = createConverter({ timeout: 1000, idleTimeout: 5 });
    await converter.convert(new Blob([]), { transfer: true });
    converter.terminate();
    setAkidaVersion('v2'); await init({ wasmUrl: '/x.wasm' }); await patterns(getAkidaVersion());
    void [layers, report, compatible, hostLayers];
    const runner: Runner = await loadModel(new Blob([]), { signal: new AbortController().signal });
    const { output, layers: outputs } = await runner.forward(new Uint8Array(4), { layers: ['dense'] });
    if (output.type === 'int16') { const values: Int16Array = output.data; void values; }
    const scores: Tensor<'float32'> = (await runner.predict({ data: new Int8Array(4), shape: [1, 2, 2, 1] })).scores;
    const first: number | undefined = (await runner.predictClasses(new Float32Array(4), { numClasses: 2 }))[0];
    // @ts-expect-error doubles are no samples
    await runner.forward(new Float64Array(4));
    await runner.reset(); runner.dispose(); void [outputs, scores.data[0], first];
    export {};`;
  const element = `
    import { ConverterElement } from 'cnn2snn/element';
    const element = document.querySelector('cnn2snn-converter');
    element?.addEventListener('cnn2snn-converted', (event) => { const bytes: Uint8Array = event.detail.fbz; void bytes; });
    element?.addEventListener('cnn2snn-error', ({ detail }) => { detail.error.code.startsWith('E_'); });
    void ConverterElement.createConverter;`;
  const strict = { strict: true, noEmit: true, target: 'ES2022', skipLibCheck: false, types: [] };
  test.each([
    ['a bundler', { module: 'ESNext', moduleResolution: 'bundler', lib: ['ES2022', 'DOM'] }],
    ['Node', { module: 'NodeNext', moduleResolution: 'NodeNext', lib: ['ES2022', 'DOM'] }],
    [
      'Node without the types of a page',
      {
        module: 'NodeNext',
        moduleResolution: 'NodeNext',
        lib: ['ES2022'],
        types: ['node'],
        typeRoots: [bin('@types')],
      },
    ],
  ])('of %s', (_, options) => {
    const folder = scratch('types');
    const withPage = options.lib.includes('DOM');
    writeFiles(folder, {
      'program.ts': program,
      ...(withPage && { 'element.ts': element }),
      'tsconfig.json': JSON.stringify({ compilerOptions: { ...strict, ...options } }),
    });
    const { status, stdout } = run(process.execPath, [bin('typescript/bin/tsc'), '-p', folder]);
    expect([status, stdout]).toEqual([0, '']);
  });
});
