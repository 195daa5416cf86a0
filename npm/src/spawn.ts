// SPDX-License-Identifier: Apache-2.0
/** Workers of a page. */
import type { Spawn } from './protocol.js';

/** Gives the function that starts a worker made by `createWorker` and listens to it. */
export function spawnWith<Request, Reply>(createWorker: () => unknown): Spawn<Request, Reply> {
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
