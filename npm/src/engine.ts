// SPDX-License-Identifier: Apache-2.0
import type { RawProgress } from './cnn2snn.mjs';
import { cancelledError, crashError } from './errors.js';
import { bytesOf, type CallOptions, type Engine, type Job, type JobResult } from './jobs.js';
import { instantiate, type ModuleOptions, type Running } from './instance.js';
import type { Step } from './report.js';

/**
 * Memory of a WebAssembly instance never shrinks. One that grew past this is given back after its
 * job; the next job starts with a fresh one (made from the compiled module, so it costs little).
 */
const KEEP_BYTES = 64 * 2 ** 20;

/** The JavaScript of a WebAssembly module. */
export interface Glue<Module> {
  /** Loads the function that makes an instance. */
  create(): Promise<(options: ModuleOptions) => Promise<Module>>;
  /** Runs a job in an instance. */
  call(module: Module, job: Job, bytes: Uint8Array, progress: RawProgress): JobResult;
}

/** Runs jobs in this thread: each call of the core blocks it until it is done. */
export class ModuleEngine<Module> implements Engine {
  readonly #compiled: () => Promise<WebAssembly.Module>;
  readonly #glue: Glue<Module>;
  #instance: Promise<Running<Module>> | undefined;

  /** @param compiled gives the compiled module; called once per instance, so it should remember. */
  constructor(compiled: () => Promise<WebAssembly.Module>, glue: Glue<Module>) {
    this.#compiled = compiled;
    this.#glue = glue;
  }

  async run(job: Job, controls: CallOptions = {}): Promise<JobResult> {
    const { signal } = controls;
    if (signal?.aborted) throw cancelledError(signal.reason);
    const bytes = 'bytes' in job ? await bytesOf(job.bytes) : new Uint8Array();
    for (;;) {
      // All calls share an instance: each runs without a pause, so none meets another in it.
      const instance = (this.#instance ??= this.#start());
      const running = await instance;
      if (signal?.aborted) throw cancelledError(signal.reason);
      // From here on nothing waits. An instance that another call has given up is not used.
      if (this.#instance === instance) return this.#call(running, job, bytes, controls);
    }
  }

  async #start(): Promise<Running<Module>> {
    try {
      const [compiled, create] = await Promise.all([this.#compiled(), this.#glue.create()]);
      return await instantiate(create, compiled).catch((error: unknown) => {
        throw crashError(error);
      });
    } catch (error) {
      this.#instance = undefined;
      throw error;
    }
  }

  #call(running: Running<Module>, job: Job, bytes: Uint8Array, controls: CallOptions): JobResult {
    const halt = { wanted: false, why: undefined as unknown };
    const progress: RawProgress = (fraction, step) => {
      try {
        halt.wanted =
          controls.onProgress?.(fraction, step as Step) === false ||
          controls.signal?.aborted === true;
        if (halt.wanted) halt.why = cancelledError(controls.signal?.reason);
      } catch (error) {
        halt.wanted = true;
        halt.why = error;
      }
      return !halt.wanted;
    };
    let result: JobResult;
    try {
      result = this.#glue.call(running.module, job, bytes, progress);
    } catch (error) {
      // After a trap the instance's memory can hold anything: it is never used again.
      this.#instance = undefined;
      throw halt.wanted ? halt.why : crashError(error);
    }
    const suspect = /"id":"E_(INTERNAL|OUT_OF_MEMORY)"/.test(result.report);
    if (suspect || running.memory.buffer.byteLength > KEEP_BYTES) this.#instance = undefined;
    if (halt.wanted) throw halt.why;
    return result;
  }
}
