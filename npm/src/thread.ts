// SPDX-License-Identifier: Apache-2.0
/** The worker of `cnn2snn/worker` in a browser: a module worker. */
import type { Request } from './protocol.js';
import { answer } from './thread-loop.js';
import { wasm } from './wasm.js';

/** The part of a worker's global scope used here (its types and a page's exclude each other). */
interface WorkerScope {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  onmessage: ((event: MessageEvent<Request>) => void) | null;
}

const scope = globalThis as unknown as WorkerScope;
const handle = answer(wasm, (message, transfer) => {
  scope.postMessage(message, transfer);
});
scope.onmessage = ({ data }) => {
  void handle(data);
};
