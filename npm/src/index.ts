// SPDX-License-Identifier: Apache-2.0
/**
 * cnn2snn in a browser: converts in the calling thread, which is busy until the call is
 * done. `cnn2snn/worker` has the same calls in a worker.
 */
import { converterOn } from './api.js';
import { load, ModulesEngine } from './modules.js';
import { wasm } from './wasm.js';
import type { ModelBytes } from './jobs.js';
import type { LoadOptions, Runner } from './run-types.js';
import type { WasmOptions } from './wasm-options.js';

export * from './public.js';

export const {
  convert,
  checkModelCompatibility,
  quantize,
  classify,
  inspect,
  upgrade,
  patterns,
  devices,
} = converterOn(new ModulesEngine(wasm));

/**
 * Loads the WebAssembly module before it is needed, or from elsewhere. Calling it is optional, and
 * calling it again does no harm. Rejects with `E_FILE` when the module cannot be had.
 */
export async function init(options: WasmOptions = {}): Promise<void> {
  await load(wasm, options);
}

/**
 * `loadModel` of `cnn2snn/run`: loads an Akida model to run it. What it takes to run models, code
 * and WebAssembly module, is loaded by the first call.
 */
export async function loadModel(fbz: ModelBytes, options?: LoadOptions): Promise<Runner> {
  return (await import('./run.js')).loadModel(fbz, options);
}
