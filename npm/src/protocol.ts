// SPDX-License-Identifier: Apache-2.0
/** What a converter and its worker say to each other. */
import type { Job, JobResult } from './jobs.js';
import type { ModuleName } from './modules.js';
import type { Problem, Step } from './report.js';
import type { WasmOptions } from './wasm-options.js';

export type Request = { type: 'start'; wasm: WasmOptions } | { type: 'job'; job: Job };

export type Reply =
  /** A module compiled, for a later worker to use. */
  | { type: 'compiled'; name: ModuleName; wasmModule: WebAssembly.Module }
  | { type: 'progress'; fraction: number; step: Step }
  | { type: 'done'; result: JobResult }
  | { type: 'failed'; problems: readonly Problem[] };

/** A worker, of a browser or of Node. */
export interface WorkerPort<Request> {
  post(request: Request, transfer: ArrayBuffer[]): void;
  /** Ends the worker at once, whatever it is doing. */
  terminate(): void;
  /** A busy worker keeps a Node process alive, an idle one does not. */
  busy(busy: boolean): void;
}

/** How a worker is started. */
export type Spawn<Request, Reply> = (
  onReply: (reply: Reply) => void,
  onDeath: (error: unknown) => void,
) => WorkerPort<Request>;
