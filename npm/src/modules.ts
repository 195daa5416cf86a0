// SPDX-License-Identifier: Apache-2.0
/** The WebAssembly modules: which one runs a job, and how. */
import createModule, { type Cnn2snnModule } from './cnn2snn.mjs';
import type { QuantizeModule } from './cnn2snn-quantize.mjs';
import { ModuleEngine, type Glue } from './engine.js';
import type { CallOptions, Engine, Job, JobResult } from './jobs.js';
import type { WasmOptions } from './wasm-options.js';
import type { WasmSource } from './wasm-source.js';

export type ModuleName = 'convert' | 'quantize';

/** Where each module comes from. */
export type WasmSources = Record<ModuleName, WasmSource>;

/** `cnn2snn.wasm` */
const convertGlue: Glue<Cnn2snnModule> = {
  create: () => Promise.resolve(createModule),
  call(module, job, bytes, progress) {
    switch (job.action) {
      case 'convert':
        return module.convert(bytes, job.options, progress);
      case 'inspect':
        return { ...module.inspect(bytes), fbz: null };
      case 'upgrade':
        return module.upgrade(bytes, job.options);
      case 'patterns':
        return { report: module.patterns(job.version), fbz: null, summary: '' };
      case 'devices':
        return { report: module.devices(), fbz: null, summary: '' };
      case 'check':
        return { report: module.check(bytes, job.options, progress), fbz: null, summary: '' };
      case 'quantize':
      case 'classify':
        throw new Error(`cnn2snn.wasm has no ${job.action}`);
    }
  },
};

/** `cnn2snn-quantize.wasm` */
const quantizeGlue: Glue<QuantizeModule> = {
  create: async () => (await import('./cnn2snn-quantize.mjs')).default,
  call(module, job, bytes, progress) {
    switch (job.action) {
      case 'check':
        return { report: module.check(bytes, job.options, progress), fbz: null, summary: '' };
      case 'quantize':
        return module.quantize(bytes, job.options, job.samples, progress);
      case 'classify': {
        const report = module.classify(bytes, job.options, job.samples, progress);
        return { report, fbz: null, summary: '' };
      }
      default:
        throw new Error(`cnn2snn-quantize.wasm has no ${job.action}`);
    }
  },
};

/** Runs jobs in this thread, each in its module; a module is loaded by the first job it runs. */
export class ModulesEngine implements Engine {
  readonly #engines: Record<ModuleName, Engine>;

  /** @param onCompiled told of a module when an instance of it is made. */
  constructor(
    sources: WasmSources,
    onCompiled?: (name: ModuleName, compiled: WebAssembly.Module) => void,
  ) {
    const compiled = (name: ModuleName) => async () => {
      const module = await sources[name].compiled();
      onCompiled?.(name, module);
      return module;
    };
    this.#engines = {
      convert: new ModuleEngine(compiled('convert'), convertGlue),
      quantize: new ModuleEngine(compiled('quantize'), quantizeGlue),
    };
  }

  async run(job: Job, controls: CallOptions = {}): Promise<JobResult> {
    const { convert, quantize } = this.#engines;
    if (job.action === 'quantize' || job.action === 'classify') return quantize.run(job, controls);
    const result = await convert.run(job, controls);
    // A verdict on a float model is a quantization: for any other the first module is enough.
    return job.action === 'check' && result.report === '' ? quantize.run(job, controls) : result;
  }
}

/** Says where the modules are, and loads the one that every page needs. */
export async function load(
  sources: WasmSources,
  { quantize, ...convert }: WasmOptions,
): Promise<void> {
  if (quantize) sources.quantize.from(quantize);
  await sources.convert.compiled(convert);
}
