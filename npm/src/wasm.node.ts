// SPDX-License-Identifier: Apache-2.0
/** The WebAssembly module under Node: read from disk, never fetched. */
import { readFile } from 'node:fs/promises';
import { compileFrom, WasmSource } from './wasm-source.js';

export const wasm = new WasmSource(async (url) => {
  const address = new URL(url ?? new URL('./cnn2snn.wasm', import.meta.url));
  if (address.protocol !== 'file:') return compileFrom(address);
  return WebAssembly.compile(await readFile(address));
});
