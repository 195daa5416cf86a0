// SPDX-License-Identifier: Apache-2.0
/** The WebAssembly module under Node: read from disk, never fetched. */
import { compileFile } from './wasm-file.node.js';
import { WasmSource } from './wasm-source.js';

export const wasm = new WasmSource((url) =>
  compileFile(url ?? new URL('./cnn2snn.wasm', import.meta.url)),
);
