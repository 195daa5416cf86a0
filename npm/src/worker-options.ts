// SPDX-License-Identifier: Apache-2.0
import type { Converter } from './api.js';
import type { WasmOptions } from './wasm-options.js';

/** What a worker can do, in a page and under Node. */
export interface WorkerLike {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  terminate(): unknown;
}

export interface ConverterOptions extends WasmOptions {
  /** Milliseconds a call may run in the worker before it is ended; default: no limit. */
  timeout?: number;
  /** Milliseconds after which an idle worker is ended; default 10 000. `Infinity`: never. */
  idleTimeout?: number;
  /**
   * Starts the worker (a `Worker` of the page, or of `node:worker_threads`) where the default
   * cannot: bundlers without `new URL(…, import.meta.url)`, or scripts from another origin. The
   * worker has to run `cnn2snn/thread`.
   */
  createWorker?: () => WorkerLike;
}

/**
 * A converter with a worker of its own. It starts with the first call; calls run one after the
 * other. A call that is cancelled or runs out of time ends its worker; the next one gets a fresh one.
 */
export interface WorkerConverter extends Converter {
  /** Ends the worker and rejects every call not done (`E_CANCELLED`). Later calls start a fresh one. */
  terminate: () => void;
}
