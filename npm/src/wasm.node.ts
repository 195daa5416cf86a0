// SPDX-License-Identifier: Apache-2.0
/** The WebAssembly modules under Node: read from disk, never fetched. */
import { compileFile } from './wasm-file.node.js';
import { WasmSource } from './wasm-source.js';

const sourceOf = (file: string): WasmSource =>
  new WasmSource((url) => compileFile(url ?? new URL(file, import.meta.url)), file);

export const wasm = {
  convert: sourceOf('cnn2snn.wasm'),
  quantize: sourceOf('cnn2snn-quantize.wasm'),
};
