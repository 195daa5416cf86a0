// SPDX-License-Identifier: Apache-2.0
/** Running Akida models in worker threads of Node, to which samples are shared out. */
import { availableParallelism, cpus } from 'node:os';
import { Worker } from 'node:worker_threads';
import { loadInWorkers } from './run-pool.js';
import { runWasm } from './run-wasm.node.js';
import { spawnWith } from './spawn.node.js';

export * from './run-public.js';
export type { WorkerLike } from './worker-options.js';

function defaultWorker(): Worker {
  return new Worker(new URL('./run-thread.node.js', import.meta.url), { name: 'cnn2snn-run' });
}

/** Node 18.0 to 18.13 have no availableParallelism. */
function processors(): number {
  return typeof availableParallelism === 'function' ? availableParallelism() : cpus().length;
}

/** `loadModel` of `cnn2snn/run`, with the model in workers of its own until `dispose()`. */
export const loadModel = loadInWorkers({
  compiled: runWasm.compiled,
  spawn: (createWorker = defaultWorker) => spawnWith(createWorker),
  processors,
});
