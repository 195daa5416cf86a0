// SPDX-License-Identifier: Apache-2.0
/** The worker of `cnn2snn/worker` under Node. */
import { parentPort } from 'node:worker_threads';
import type { Request } from './protocol.js';
import { answer } from './thread-loop.js';
import { wasm } from './wasm.node.js';

const handle = answer(wasm, (message, transfer) => {
  parentPort?.postMessage(message, transfer);
});
parentPort?.on('message', (request: Request) => {
  void handle(request);
});
