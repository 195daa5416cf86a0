// SPDX-License-Identifier: Apache-2.0
/** cnn2snn in a worker thread of Node. */
import { Worker } from 'node:worker_threads';
import type { Reply, Spawn } from './protocol.js';
import { workerConverter, type WorkerConverter } from './worker-api.js';
import type { ConverterOptions as CommonOptions } from './worker-engine.js';

export * from './public.js';
export type { WorkerConverter } from './worker-api.js';

export interface ConverterOptions extends CommonOptions {
  /** Starts the thread where the default cannot; it has to run `cnn2snn/thread`. */
  createWorker?: () => Worker;
}

function defaultWorker(): Worker {
  return new Worker(new URL('./thread.node.js', import.meta.url), { name: 'cnn2snn' });
}

function spawnWith(createWorker: () => Worker): Spawn {
  return (onReply, onDeath) => {
    const worker = createWorker();
    worker.on('message', (reply: Reply) => {
      onReply(reply);
    });
    worker.on('messageerror', onDeath);
    worker.on('error', onDeath);
    worker.on('exit', (code) => {
      onDeath(new Error(`the worker ended with the code ${String(code)}`));
    });
    return {
      post(request, transfer) {
        worker.postMessage(request, transfer);
      },
      terminate() {
        void worker.terminate();
      },
      busy(busy) {
        if (busy) worker.ref();
        else worker.unref();
      },
    };
  };
}

/** Makes a converter whose work is done in a worker thread. */
export function createConverter(options: ConverterOptions = {}): WorkerConverter {
  return workerConverter(spawnWith(options.createWorker ?? defaultWorker), options);
}
