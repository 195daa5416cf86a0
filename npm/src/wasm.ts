// SPDX-License-Identifier: Apache-2.0
/** The WebAssembly modules in a browser: beside this file, where bundlers find and copy them. */
import { compileFrom, WasmSource } from './wasm-source.js';

export const wasm = {
  convert: new WasmSource((url) => compileFrom(url ?? new URL('./cnn2snn.wasm', import.meta.url))),
  quantize: new WasmSource((url) =>
    compileFrom(url ?? new URL('./cnn2snn-quantize.wasm', import.meta.url)),
  ),
};
