// SPDX-License-Identifier: Apache-2.0
import { converterOn, type Converter } from './api.js';
import type { Spawn } from './protocol.js';
import { WorkerEngine, type ConverterOptions } from './worker-engine.js';

/**
 * A converter with a worker of its own. It starts with the first call; calls run one after the
 * other. A call that is cancelled or runs out of time ends its worker; the next one gets a fresh one.
 */
export interface WorkerConverter extends Converter {
  /** Ends the worker and rejects every call not done (`E_CANCELLED`). Later calls start a fresh one. */
  terminate(): void;
}

export function workerConverter(spawn: Spawn, options: ConverterOptions): WorkerConverter {
  const engine = new WorkerEngine(spawn, options);
  return {
    ...converterOn(engine),
    terminate() {
      engine.terminate();
    },
  };
}
