// SPDX-License-Identifier: Apache-2.0
/** A worker of `cnn2snn/run/worker` under Node. */
import { parentPort } from 'node:worker_threads';
import type { RunRequest } from './run-protocol.js';
import { answerRuns } from './run-thread-loop.js';

const handle = answerRuns((message, transfer) => {
  parentPort?.postMessage(message, transfer);
});
parentPort?.on('message', (request: RunRequest) => {
  handle(request);
});
