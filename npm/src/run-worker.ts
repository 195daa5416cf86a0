// SPDX-License-Identifier: Apache-2.0
/** Running Akida models in Web Workers: the page stays free, and samples are shared out to them. */
import { runWasm } from './run-wasm.js';
import { loadInWorkers } from './run-pool.js';
import { spawnWith } from './spawn.js';

export * from './run-public.js';
export type { WorkerLike } from './worker-options.js';

function defaultWorker(): Worker {
  return new Worker(new URL('./run-thread.js', import.meta.url), {
    type: 'module',
    name: 'cnn2snn-run',
  });
}

/** `loadModel` of `cnn2snn/run`, with the model in workers of its own until `dispose()`. */
export const loadModel = loadInWorkers({
  compiled: runWasm.compiled,
  spawn: (createWorker = defaultWorker) => spawnWith(createWorker),
  processors: () => navigator.hardwareConcurrency,
});
