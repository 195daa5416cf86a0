// SPDX-License-Identifier: Apache-2.0
/** cnn2snn in a worker thread of Node. */
import { Worker } from 'node:worker_threads';
import type { Reply, Spawn } from './protocol.js';
import { workerConverter } from './worker-api.js';
import type { ConverterOptions, WorkerConverter } from './worker-options.js';

export * from './public.js';
export type { ConverterOptions, WorkerConverter, WorkerLike } from './worker-options.js';

function defaultWorker(): Worker {
  return new Worker(new URL('./thread.node.js', import.meta.url), { name: 'cnn2snn' });
}

function spawnWith(createWorker: () => unknown): Spawn {
  return (onReply, onDeath) => {
    const worker = createWorker() as Worker;
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
