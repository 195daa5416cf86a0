// SPDX-License-Identifier: Apache-2.0
// Uses the installed package the way programs do, and prints what happened as JSON.
// Arguments: the folder of the fixtures, a model that converts, a float or refused model.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as cnn2snn from 'cnn2snn';
import { createConverter } from 'cnn2snn/worker';

const [fixtures, good, refused, legacy] = process.argv.slice(2);
const load = (name) => readFile(join(fixtures, `${name}.h5`));
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const outcome = async (promise) => {
  try {
    const result = await promise;
    return { fbz: result.fbz && sha256(result.fbz), ...result.report };
  } catch (error) {
    return {
      thrown: error.name,
      isConversionError: error instanceof cnn2snn.ConversionError,
      code: error.code,
      message: error.message,
      problems: error.problems,
      report: error.report ?? null,
      cause: String(error.cause),
    };
  }
};

const scenarios = {
  async converts() {
    const { fbz, model, warnings, summary, report } = await cnn2snn.convert(await load(good));
    return { fbz: sha256(fbz), model, warnings, summary, report };
  },
  async takesEveryKindOfBytes() {
    const buffer = await load(good);
    const array = new Uint8Array(buffer);
    const padded = new Uint8Array(array.length + 7);
    padded.set(array, 3);
    const kinds = [
      buffer,
      array,
      array.buffer,
      padded.subarray(3, 3 + array.length),
      new Blob([array]),
    ];
    const hashes = [];
    for (const bytes of kinds) hashes.push(sha256((await cnn2snn.convert(bytes)).fbz));
    return { hashes, untouched: sha256(array) === sha256(buffer) };
  },
  async overlaps() {
    const [a, b] = [await load(good), await load(legacy)];
    const all = await Promise.all([a, b, a, b, a].map((bytes) => cnn2snn.convert(bytes)));
    return all.map(({ fbz }) => sha256(fbz));
  },
  async nestsInsideProgress() {
    const bytes = await load(good);
    let inner;
    const outer = await cnn2snn.convert(bytes, {
      onProgress() {
        inner ??= cnn2snn.convert(bytes);
      },
    });
    return [sha256(outer.fbz), sha256((await inner).fbz)];
  },
  async reportsProgress() {
    const calls = [];
    await cnn2snn.convert(await load(good), {
      onProgress: (fraction, step) => void calls.push([fraction, step]),
    });
    return calls;
  },
  async refuses() {
    return outcome(cnn2snn.convert(await load(refused)));
  },
  notHdf5: () => outcome(cnn2snn.convert(new TextEncoder().encode('not a model'))),
  empty: () => outcome(cnn2snn.convert(new Uint8Array())),
  async truncated() {
    return outcome(cnn2snn.convert((await load(good)).subarray(0, 20000)));
  },
  notBytes: () => outcome(cnn2snn.convert('model.h5')),
  wrongVersion: () => outcome(cnn2snn.convert(new Uint8Array(), { akidaVersion: 'v3' })),
  wrongScaling: () => outcome(cnn2snn.convert(new Uint8Array(), { inputScaling: [1, NaN] })),
  async wrongRuntime() {
    return outcome(cnn2snn.convert(await load(good), { runtimeVersion: 'newest' }));
  },
  wrongDevice: () => outcome(cnn2snn.checkModelCompatibility(new Uint8Array(), { device: 'AKD9' })),
  async stampsRuntime() {
    return (await cnn2snn.convert(await load(good), { runtimeVersion: '2.19.3' })).model.version;
  },
  async versions() {
    const seen = [cnn2snn.getAkidaVersion()];
    cnn2snn.setAkidaVersion(cnn2snn.AkidaVersion.v1);
    seen.push(cnn2snn.getAkidaVersion(), (await outcome(cnn2snn.convert(await load(good)))).target);
    cnn2snn.setAkidaVersion();
    process.env.CNN2SNN_TARGET_AKIDA_VERSION = 'v1';
    seen.push(cnn2snn.getAkidaVersion());
    process.env.CNN2SNN_TARGET_AKIDA_VERSION = 'v9';
    seen.push((await outcome(cnn2snn.convert(await load(good)))).message);
    delete process.env.CNN2SNN_TARGET_AKIDA_VERSION;
    return seen;
  },
  async cancelsByProgress() {
    return outcome(cnn2snn.convert(await load(good), { onProgress: () => false }));
  },
  async cancelsBySignal() {
    const controller = new AbortController();
    const onProgress = () => controller.abort(new Error('enough'));
    return outcome(cnn2snn.convert(await load(good), { signal: controller.signal, onProgress }));
  },
  cancelsBeforehand: () =>
    outcome(cnn2snn.convert(new Uint8Array(), { signal: AbortSignal.abort() })),
  async throwsWhatProgressThrows() {
    const failed = await outcome(
      cnn2snn.convert(await load(good), {
        onProgress() {
          throw new Error('of the caller');
        },
      }),
    );
    return [failed.message, (await outcome(cnn2snn.convert(await load(good)))).fbz];
  },
  async inspects() {
    const bytes = await load(good);
    const { fbz } = await cnn2snn.convert(bytes);
    const [h5, akida] = [await cnn2snn.inspect(bytes), await cnn2snn.inspect(fbz)];
    return {
      h5: [h5.file, h5.source.kind, h5.source.layers.length, h5.model],
      fbz: [akida.file, akida.model.layers.length, akida.source, akida.summary],
      other: await outcome(cnn2snn.inspect(new Uint8Array(100))),
    };
  },
  async upgrades() {
    const { fbz } = await cnn2snn.convert(await load(good));
    const again = await cnn2snn.upgrade(fbz, { runtimeVersion: '2.19.3' });
    return {
      stamped: again.model.version,
      layers: again.model.layers.length,
      back: (await cnn2snn.upgrade(again.fbz)).fbz.length === fbz.length,
      other: await outcome(cnn2snn.upgrade(await load(good))),
    };
  },
  async checks() {
    const good_ = await cnn2snn.checkModelCompatibility(await load(good));
    const refused_ = await cnn2snn.checkModelCompatibility(await load(refused));
    const broken = await cnn2snn.checkModelCompatibility(new Uint8Array(10));
    return [good_, refused_, broken].map(({ compatible, problems }) => [
      compatible,
      problems.map(({ id }) => id),
    ]);
  },
  async patterns() {
    return [await cnn2snn.patterns(), await cnn2snn.patterns('v1')];
  },
  async survivesExhaustedMemory() {
    const bytes = await load(good);
    const { grow } = WebAssembly.Memory.prototype;
    WebAssembly.Memory.prototype.grow = () => {
      throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
    };
    const huge = new Uint8Array(200 * 2 ** 20);
    huge.set(bytes);
    const failed = await outcome(cnn2snn.convert(huge));
    WebAssembly.Memory.prototype.grow = grow;
    return [failed.code, (await outcome(cnn2snn.convert(bytes))).fbz];
  },
  async loadsTheModuleFromElsewhere() {
    const wasm = await readFile(
      new URL(import.meta.resolve?.('cnn2snn/cnn2snn.wasm') ?? '', import.meta.url),
    );
    await cnn2snn.init({ wasmBinary: wasm });
    const { fbz } = await cnn2snn.convert(await load(good));
    const missing = await outcome(cnn2snn.init({ wasmUrl: 'file:///no/such/file.wasm' }));
    await cnn2snn.init({ wasmBinary: wasm });
    return [sha256(fbz), missing.code];
  },
  async worker() {
    const converter = createConverter();
    const bytes = await load(good);
    const calls = [];
    const converted = await outcome(
      converter.convert(bytes, { onProgress: (fraction) => void calls.push(fraction) }),
    );
    return {
      converted,
      calls,
      untouched: bytes.length,
      blob: (await outcome(converter.convert(new Blob([bytes])))).fbz,
      legacy: (await outcome(converter.convert(await load(legacy)))).fbz,
      refused: await outcome(converter.convert(await load(refused))),
      inspected: (await converter.inspect(bytes)).file,
      checked: (await converter.checkModelCompatibility(bytes)).compatible,
      patterns: (await converter.patterns()).length,
    };
  },
  async workerTransfers() {
    const converter = createConverter();
    const whole = new Uint8Array(await load(good)).slice();
    const { fbz } = await converter.convert(whole, { transfer: true });
    return [sha256(fbz), whole.length];
  },
  async workerOverlaps() {
    const converters = [createConverter(), createConverter()];
    const bytes = [await load(good), await load(legacy)];
    const results = await Promise.all(
      [0, 1, 2, 3, 4, 5].map((i) => converters[i % 2].convert(bytes[(i >> 1) % 2])),
    );
    return results.map(({ fbz }) => sha256(fbz));
  },
  async workerCancels() {
    const converter = createConverter();
    const bytes = await load(good);
    const controller = new AbortController();
    const first = outcome(
      converter.convert(bytes, {
        signal: controller.signal,
        onProgress: () => controller.abort(new Error('enough')),
      }),
    );
    const waiting = new AbortController();
    const second = outcome(converter.convert(bytes, { signal: waiting.signal }));
    const third = outcome(converter.convert(bytes));
    waiting.abort();
    return [await first, await second, (await third).fbz];
  },
  async workerTimesOut() {
    const converter = createConverter({ timeout: 0 });
    return outcome(converter.convert(await load(good)));
  },
  async workerTerminates() {
    const converter = createConverter();
    const bytes = await load(good);
    const both = [outcome(converter.convert(bytes)), outcome(converter.convert(bytes))];
    converter.terminate();
    const ended = await Promise.all(both);
    return [...ended.map(({ code }) => code), (await outcome(converter.convert(bytes))).fbz];
  },
};

const results = {};
for (const [name, scenario] of Object.entries(scenarios)) {
  try {
    results[name] = await scenario();
  } catch (error) {
    results[name] = { unexpected: error.stack };
  }
}
console.log(JSON.stringify(results));
