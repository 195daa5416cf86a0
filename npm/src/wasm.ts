// SPDX-License-Identifier: Apache-2.0
/** The WebAssembly module in a browser: beside this file, where bundlers find and copy it. */
import { compileFrom, WasmSource } from './wasm-source.js';

export const wasm = new WasmSource((url) =>
  compileFrom(url ?? new URL('./cnn2snn.wasm', import.meta.url)),
);
