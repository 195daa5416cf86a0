// SPDX-License-Identifier: Apache-2.0
import { converterOn } from './api.js';
import type { Reply, Request, Spawn } from './protocol.js';
import { WorkerEngine } from './worker-engine.js';
import type { ConverterOptions, WorkerConverter } from './worker-options.js';

/** The calls on top of workers that `spawn` starts. */
export function workerConverter(
  spawn: Spawn<Request, Reply>,
  options: ConverterOptions,
): WorkerConverter {
  const engine = new WorkerEngine(spawn, options);
  return {
    ...converterOn(engine),
    terminate() {
      engine.terminate();
    },
  };
}
