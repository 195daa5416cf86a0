// SPDX-License-Identifier: Apache-2.0
/** cnn2snn in a Web Worker: the page stays free while a model is converted. */
import type { Reply, Spawn } from './protocol.js';
import { workerConverter } from './worker-api.js';
import type { ConverterOptions, WorkerConverter } from './worker-options.js';

export * from './public.js';
export type { ConverterOptions, WorkerConverter, WorkerLike } from './worker-options.js';

function defaultWorker(): Worker {
  return new Worker(new URL('./thread.js', import.meta.url), { type: 'module', name: 'cnn2snn' });
}

function spawnWith(createWorker: () => unknown): Spawn {
  return (onReply, onDeath) => {
    const worker = createWorker() as Worker;
    worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      onReply(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      onDeath(new Error(event.message || 'the worker could not be started'));
    };
    worker.onmessageerror = () => {
      onDeath(new Error('a message of the worker could not be read'));
    };
    return {
      post(request, transfer) {
        worker.postMessage(request, transfer);
      },
      terminate() {
        worker.terminate();
      },
      busy: () => undefined,
    };
  };
}

/** Makes a converter whose work is done in a Web Worker. */
export function createConverter(options: ConverterOptions = {}): WorkerConverter {
  return workerConverter(spawnWith(options.createWorker ?? defaultWorker), options);
}
