// SPDX-License-Identifier: Apache-2.0
/** cnn2snn in a worker thread of Node. */
import { Worker } from 'node:worker_threads';
import type { ModelBytes } from './jobs.js';
import type { Runner, WorkerLoadOptions } from './run-types.js';
import { spawnWith } from './spawn.node.js';
import { workerConverter } from './worker-api.js';
import type { ConverterOptions, WorkerConverter } from './worker-options.js';

export * from './public.js';
export type { ConverterOptions, WorkerConverter, WorkerLike } from './worker-options.js';

function defaultWorker(): Worker {
  return new Worker(new URL('./thread.node.js', import.meta.url), { name: 'cnn2snn' });
}

/** Makes a converter whose work is done in a worker thread. */
export function createConverter(options: ConverterOptions = {}): WorkerConverter {
  return workerConverter(spawnWith(options.createWorker ?? defaultWorker), options);
}

/**
 * `loadModel` of `cnn2snn/run/worker`: loads an Akida model to run it in workers of its own. What it
 * takes to run models is loaded by the first call.
 */
export async function loadModel(fbz: ModelBytes, options?: WorkerLoadOptions): Promise<Runner> {
  return (await import('./run-worker.node.js')).loadModel(fbz, options);
}
