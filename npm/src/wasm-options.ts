// SPDX-License-Identifier: Apache-2.0

/** Where a WebAssembly module comes from, for hosts where the default does not find it. */
export interface WasmModuleOptions {
  /** Its bytes. */
  wasmBinary?: Uint8Array<ArrayBuffer> | ArrayBuffer;
  /** Its address. */
  wasmUrl?: string | URL;
  /** An already compiled `WebAssembly.Module`. */
  wasmModule?: object;
}

/** Where `cnn2snn.wasm` comes from. */
export interface WasmOptions extends WasmModuleOptions {
  /** The same for `cnn2snn-quantize.wasm`, which the first `quantize` or `checkModelCompatibility` loads. */
  quantize?: WasmModuleOptions;
}
