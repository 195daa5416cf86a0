// SPDX-License-Identifier: Apache-2.0
import createModule, {
  type Cnn2snnRunModule,
  type RawArray,
  type RawForward,
  type RawWanted,
} from './cnn2snn-run.mjs';
import { argumentError, cancelledError, crashError } from './errors.js';
import { instantiate } from './instance.js';
import { bytesOf, requireBytes, type CallOptions, type ModelBytes } from './jobs.js';
import { infoOf, runnerOn, warningsOf, type RunEngine } from './run-api.js';
import type { LoadOptions, Runner, RunnerInfo } from './run-types.js';
import type { WasmModuleOptions } from './wasm-options.js';

export const DISPOSED = 'the model was disposed of: load it again';

export function runCancelled(cause?: unknown): Error {
  return cancelledError(cause, null, 'the run was cancelled');
}

/** One model in an instance of its own, in this thread: each call blocks it until it is done. */
export class RunInstance implements RunEngine {
  #module: Cnn2snnRunModule | undefined;
  #gone = DISPOSED;

  private constructor(module: Cnn2snnRunModule) {
    this.#module = module;
  }

  static async load(
    compiled: WebAssembly.Module,
    bytes: Uint8Array,
    scalar: boolean,
  ): Promise<{ instance: RunInstance; info: RunnerInfo; json: string }> {
    const { module } = await instantiate(createModule, compiled).catch((error: unknown) => {
      throw crashError(error);
    });
    const instance = new RunInstance(module);
    const { report, info } = instance.call((running) => running.load(bytes, scalar));
    warningsOf(report);
    return { instance, info: infoOf(info), json: info };
  }

  // Asynchronous like the workers': what it throws is a rejection.
  async forward(input: RawArray, wanted: RawWanted, controls: CallOptions): Promise<RawForward> {
    const { signal, onProgress } = controls;
    // Without a wait here a signal could never be aborted between two calls.
    await Promise.resolve();
    if (signal?.aborted) throw runCancelled(signal.reason);
    const halt = { wanted: false, why: undefined as unknown };
    const result = this.call((module) =>
      module.forward(input, wanted, (done, all) => {
        try {
          halt.wanted = onProgress?.(done / all, 'inference') === false || signal?.aborted === true;
          if (halt.wanted) halt.why = runCancelled(signal?.reason);
        } catch (error) {
          halt.wanted = true;
          halt.why = error;
        }
        return !halt.wanted;
      }),
    );
    if (halt.wanted) throw halt.why;
    return result;
  }

  async reset(): Promise<void> {
    await Promise.resolve();
    this.call((module) => {
      module.reset();
    });
  }

  dispose(): void {
    this.#module = undefined;
  }

  /** Calls the module; after a trap its memory can hold anything: it is never used again. */
  call<Result>(work: (module: Cnn2snnRunModule) => Result): Result {
    if (!this.#module) throw argumentError(this.#gone);
    try {
      return work(this.#module);
    } catch (error) {
      this.#module = undefined;
      this.#gone = 'the model crashed before: load it again';
      throw crashError(error);
    }
  }
}

/** `loadModel` in this thread. */
export function loadWith(compiled: (options?: WasmModuleOptions) => Promise<WebAssembly.Module>) {
  return async (fbz: ModelBytes, options: LoadOptions = {}): Promise<Runner> => {
    requireBytes(fbz);
    const { signal, scalar = false, ...wasm } = options;
    const module = await compiled(wasm);
    const bytes = await bytesOf(fbz);
    if (signal?.aborted) throw runCancelled(signal.reason);
    const { instance, info } = await RunInstance.load(module, bytes, scalar);
    if (signal?.aborted) throw runCancelled(signal.reason);
    return runnerOn(instance, info);
  };
}
