// SPDX-License-Identifier: Apache-2.0
/** A worker of `cnn2snn/run/worker` in a browser: a module worker. */
import type { RunRequest } from './run-protocol.js';
import { answerRuns } from './run-thread-loop.js';

/** The part of a worker's global scope used here (its types and a page's exclude each other). */
interface WorkerScope {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  onmessage: ((event: MessageEvent<RunRequest>) => void) | null;
}

const scope = globalThis as unknown as WorkerScope;
const handle = answerRuns((message, transfer) => {
  scope.postMessage(message, transfer);
});
scope.onmessage = ({ data }) => {
  handle(data);
};
