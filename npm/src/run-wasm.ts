// SPDX-License-Identifier: Apache-2.0
/** The WebAssembly module that runs models, in a browser: beside this file. */
import { compileFrom, WasmSource } from './wasm-source.js';

export const runWasm = new WasmSource(
  (url) => compileFrom(url ?? new URL('./cnn2snn-run.wasm', import.meta.url)),
  'cnn2snn-run.wasm',
);
