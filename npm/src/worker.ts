// SPDX-License-Identifier: Apache-2.0
/** cnn2snn in a Web Worker: the page stays free while a model is converted. */
import type { Reply, Spawn } from './protocol.js';
import { workerConverter, type WorkerConverter } from './worker-api.js';
import type { ConverterOptions as CommonOptions } from './worker-engine.js';

export * from './public.js';
export type { WorkerConverter } from './worker-api.js';

export interface ConverterOptions extends CommonOptions {
  /**
   * Starts the worker where the default cannot: bundlers without `new URL(…, import.meta.url)`, or
   * scripts from another origin. The worker has to run `cnn2snn/thread`.
   */
  createWorker?: () => Worker;
}

function defaultWorker(): Worker {
  return new Worker(new URL('./thread.js', import.meta.url), { type: 'module', name: 'cnn2snn' });
}

function spawnWith(createWorker: () => Worker): Spawn {
  return (onReply, onDeath) => {
    const worker = createWorker();
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
