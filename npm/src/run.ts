// SPDX-License-Identifier: Apache-2.0
/**
 * Running Akida models in a browser, in the calling thread, which is busy until a call is done.
 * `cnn2snn/run/worker` has the same in workers. Neither loads the converter.
 */
import { loadWith } from './run-engine.js';
import { runWasm } from './run-wasm.js';

export * from './run-public.js';

/**
 * Loads an Akida model (the bytes of an `.fbz`) to run it.
 * Rejects with a `ConversionError` for other files and for models that the Akida runtime refuses or
 * crashes on; with `E_FILE` when `cnn2snn-run.wasm` cannot be had.
 */
export const loadModel = loadWith(runWasm.compiled);
