// SPDX-License-Identifier: Apache-2.0
/** Worker threads of Node. */
import type { Worker } from 'node:worker_threads';
import type { Spawn } from './protocol.js';

/** Gives the function that starts a worker made by `createWorker` and listens to it. */
export function spawnWith<Request, Reply>(createWorker: () => unknown): Spawn<Request, Reply> {
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
