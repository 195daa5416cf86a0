// SPDX-License-Identifier: Apache-2.0

/** Where the WebAssembly module comes from, for hosts where the default does not find it. */
export interface WasmOptions {
  /** The bytes of `cnn2snn.wasm`. */
  wasmBinary?: Uint8Array<ArrayBuffer> | ArrayBuffer;
  /** Its address. */
  wasmUrl?: string | URL;
  /** An already compiled `WebAssembly.Module`. */
  wasmModule?: object;
}
