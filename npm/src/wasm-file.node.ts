// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { compileFrom } from './wasm-source.js';

/** Compiles a WebAssembly module from disk, or from an address of the net where one is given. */
export async function compileFile(url: string | URL): Promise<WebAssembly.Module> {
  const address = new URL(url);
  if (address.protocol !== 'file:') return compileFrom(address);
  return WebAssembly.compile(await readFile(address));
}
