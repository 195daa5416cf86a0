// SPDX-License-Identifier: Apache-2.0
/** The WebAssembly module that runs models, under Node: read from disk, never fetched. */
import { compileFile } from './wasm-file.node.js';
import { WasmSource } from './wasm-source.js';

export const runWasm = new WasmSource(
  (url) => compileFile(url ?? new URL('./cnn2snn-run.wasm', import.meta.url)),
  'cnn2snn-run.wasm',
);
