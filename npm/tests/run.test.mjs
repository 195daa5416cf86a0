// SPDX-License-Identifier: Apache-2.0
// Running Akida models: what the installed package gives, against recorded runs of the official
// runtime, and how it refuses.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DS_CNN, fixture, installed, repository } from './packed.mjs';
import { readNpz } from './npz.mjs';
import { compareRuns } from './recorded-runs.mjs';

const runs = join(repository, 'tests/fixtures/runs');
const fbz = (name) => readFileSync(join(runs, 'models', `${name}.fbz`));
const recorded = (name) => readNpz(readFileSync(join(runs, `${name}.npz`)));

/** What a call is rejected with. */
const refusal = (promise) =>
  promise.then(
    () => null,
    ({ name, code, problems, message }) => ({
      name,
      code,
      message,
      sentence: problems && `${problems[0].error_class}: ${problems[0].reason}`,
    }),
  );

const entry = (name) => import(pathToFileURL(join(installed, 'dist', name)).href);
const unequal = (results) => Object.entries(results).filter(([, found]) => found.length > 0);

test.each([false, true])('every recorded run is equal (scalar: %s)', async (scalar) => {
  const { loadModel } = await entry('run.node.js');
  const results = await compareRuns(runs, (bytes) => loadModel(bytes, { scalar }));
  expect(Object.keys(results).length).toBe(64);
  expect(unequal(results)).toEqual([]);
});

test('recorded runs are equal when samples are shared out to workers', async () => {
  const { loadModel } = await entry('run-worker.node.js');
  const some = (name) => /^stress_(conv2d|buffertempconv|dequantizer)_/.test(name);
  const results = await compareRuns(runs, (bytes) => loadModel(bytes, { threads: 3 }), some);
  expect(Object.keys(results).length).toBe(9);
  expect(unequal(results)).toEqual([]);
});

describe.each(['run.node.js', 'run-worker.node.js'])('%s', (name) => {
  let loadModel;

  beforeAll(async () => {
    ({ loadModel } = await entry(name));
  });

  test('says what a model takes and gives', async () => {
    const model = await loadModel(fbz('stress_dequantizer_0'));
    const input = recorded('stress_dequantizer_0')['in.0'];
    expect([...model.inputShape]).toEqual(input.shape.slice(1));
    expect(model).toMatchObject({ outputType: 'float32', hasScores: true, hasState: false });
    expect(model.layers.at(-1)).toMatchObject({ type: 'Dequantizer', outputType: 'float32' });
    const [all] = input.shape;
    const flat = await model.forward(input.data);
    expect(flat.output.shape).toEqual([all, ...model.outputShape]);
    expect(flat.layers).toEqual([]);
    const name = model.layers[1].name;
    const { layers } = await model.predict(input, { layers: [name] });
    expect(layers.map((layer) => [layer.index, layer.name])).toEqual([[1, name]]);
    model.dispose();
    expect(await refusal(model.forward(input))).toMatchObject({ code: 'E_ARGUMENT' });
  });

  test('state is carried over calls, until reset, and not by calls that fail', async () => {
    const name = 'stress_buffertempconv_2';
    const input = recorded(name)['in.0'];
    const model = await loadModel(fbz(name));
    expect(model.hasState).toBe(true);
    const once = async () => [...(await model.forward(input)).output.data];
    const first = await once();
    const second = await once();
    expect(second).not.toEqual(first);
    await model.reset();
    expect(await once()).toEqual(first);
    const halted = await refusal(model.forward(input, { onProgress: () => false }));
    expect(halted).toMatchObject({ code: 'E_CANCELLED', name: 'AbortError' });
    const { data } = input;
    const wrong = { data, shape: [data.length] };
    expect(await refusal(model.forward(wrong))).toMatchObject({ code: 'E_INPUT' });
    expect(await once()).toEqual(second);
    model.dispose();
  });

  test('progress, and ways to cancel', async () => {
    const { 'in.0': input } = recorded('stress_conv2d_1');
    const model = await loadModel(fbz('stress_conv2d_1'));
    const seen = [];
    await model.forward(input, {
      onProgress: (fraction, step) => void seen.push([fraction, step]),
    });
    expect(seen.at(-1)).toEqual([1, 'inference']);
    const signal = AbortSignal.abort();
    expect(await refusal(model.forward(input, { signal }))).toMatchObject({ name: 'AbortError' });
    expect(await refusal(loadModel(fbz('stress_conv2d_1'), { signal }))).toMatchObject({
      code: 'E_CANCELLED',
    });
    const thrown = new Error('mine');
    const throwing = model.forward(input, {
      onProgress() {
        throw thrown;
      },
    });
    await expect(throwing).rejects.toBe(thrown);
    model.dispose();
  });

  test('refuses what a model does not take, and says what it takes', async () => {
    const { 'in.0': input } = recorded('stress_conv2d_1');
    const model = await loadModel(fbz('stress_conv2d_1'));
    const shape = `(N,${model.inputShape.join(',')})`;
    const { data } = input;
    expect(await refusal(model.forward({ data, shape: [1, data.length] }))).toMatchObject({
      code: 'E_INPUT',
      sentence: `ValueError: Input shape must be ${shape} but got (1,${data.length}).`,
    });
    const other = Int16Array.from(data);
    expect((await refusal(model.forward({ ...input, data: other }))).sentence).toBe(
      `ValueError: Unsupported input type int16. Input type should be ${model.inputType}.`,
    );
    for (const Type of [Float64Array, Int32Array, Uint16Array]) {
      const wide = await refusal(model.forward({ ...input, data: Type.from(data) }));
      expect(wide.sentence).toBe(
        'ValueError: Input dtype should be int8, uint8, int16 or float32.',
      );
    }
    await expect(model.forward([1, 2, 3])).rejects.toThrow(TypeError);
    const lies = await refusal(model.forward({ data, shape: [2 ** 20, ...model.inputShape] }));
    expect(lies.code).toBe('E_ARGUMENT');
    expect((await refusal(model.predict(input))).sentence).toMatch(/^RuntimeError: /);
    expect(await refusal(model.forward(input, { layers: ['none'] }))).toMatchObject({
      code: 'E_ARGUMENT',
    });
    model.dispose();
  });

  test('refuses other files', async () => {
    expect(await refusal(loadModel(new Uint8Array(8)))).toMatchObject({ code: 'E_NOT_FBZ' });
    const cut = fbz('stress_conv2d_1').subarray(0, 200);
    expect(await refusal(loadModel(cut))).toMatchObject({ code: 'E_FBZ_CORRUPT' });
    const keras = await refusal(loadModel(readFileSync(fixture(`${DS_CNN}.h5`))));
    expect(keras.code).toBe('E_NOT_FBZ');
    expect(keras.message).toContain('convert makes one');
    await expect(loadModel('model.fbz')).rejects.toThrow(TypeError);
  });
});

test('the main entry point has loadModel too', async () => {
  const { loadModel } = await import(pathToFileURL(join(installed, 'dist/index.node.js')).href);
  const model = await loadModel(fbz('stress_conv2d_1'));
  expect(model.layers.length).toBeGreaterThan(1);
  model.dispose();
});

test('in workers a signal and dispose() end a call at once, and another can follow', async () => {
  const { loadModel } = await entry('run-worker.node.js');
  const model = await loadModel(fbz('stress_conv2d_1'), { threads: 2 });
  const { 'in.0': input } = recorded('stress_conv2d_1');
  const one = input.data.length / input.shape[0];
  const many = new input.data.constructor(50_000 * one);
  const controller = new AbortController();
  const halted = refusal(
    model.forward(many, {
      signal: controller.signal,
      onProgress: () => void controller.abort(),
    }),
  );
  expect(await halted).toMatchObject({ code: 'E_CANCELLED', name: 'AbortError' });
  const before = refusal(model.forward(many, { signal: AbortSignal.timeout(1) }));
  expect(await before).toMatchObject({ code: 'E_CANCELLED', name: 'TimeoutError' });
  const { output } = await model.forward(input);
  expect(output.shape[0]).toBe(input.shape[0]);
  const running = refusal(model.forward(many));
  const waiting = refusal(model.forward(input));
  setTimeout(() => model.dispose(), 20);
  expect(await running).toMatchObject({ code: 'E_ARGUMENT' });
  expect(await waiting).toMatchObject({ code: 'E_ARGUMENT' });
  await expect(loadModel(fbz('stress_conv2d_1'), { threads: 0 })).rejects.toMatchObject({
    code: 'E_ARGUMENT',
  });
});
