// SPDX-License-Identifier: Apache-2.0
import { ConversionError, problemOf } from './errors.js';
import type { WasmModuleOptions } from './wasm-options.js';

/** Remembers the module compiled, and which one is wanted. */
export class WasmSource {
  readonly #load: (url?: string | URL) => Promise<WebAssembly.Module>;
  readonly #file: string;
  #options: WasmModuleOptions = {};
  #compiled: Promise<WebAssembly.Module> | undefined;

  /**
   * @param load compiles the file at an address, or the one that came with the package.
   * @param file its name.
   */
  constructor(load: (url?: string | URL) => Promise<WebAssembly.Module>, file = 'cnn2snn.wasm') {
    this.#load = load;
    this.#file = file;
  }

  /** Takes the module from there, from the next call of `compiled` on. No options: as before. */
  from(options: WasmModuleOptions): void {
    if (Object.keys(options).length === 0) return;
    this.#options = options;
    this.#compiled = undefined;
  }

  readonly compiled = async (options: WasmModuleOptions = {}): Promise<WebAssembly.Module> => {
    this.from(options);
    if (!this.#compiled) {
      const attempt = this.#compile();
      this.#compiled = attempt;
      // What failed once (a lost connection, say) is tried again by the next call.
      attempt.catch(() => {
        if (this.#compiled === attempt) this.#compiled = undefined;
      });
    }
    return this.#compiled;
  };

  async #compile(): Promise<WebAssembly.Module> {
    const { wasmBinary, wasmUrl, wasmModule } = this.#options;
    if (wasmModule) return wasmModule;
    try {
      return await (wasmBinary ? WebAssembly.compile(wasmBinary) : this.#load(wasmUrl));
    } catch (error) {
      throw unusable(error instanceof Error ? error.message : String(error), this.#file, error);
    }
  }
}

function unusable(why: string, file: string, cause: unknown): ConversionError {
  const problem = problemOf(
    'E_FILE',
    `the WebAssembly module could not be loaded: ${why}`,
    `Serve ${file} beside its JavaScript, or say where it is: wasmUrl.`,
  );
  return new ConversionError([problem], null, { cause });
}

/** Compiles while it downloads; needs neither the right MIME type nor a streaming engine. */
export async function compileFrom(url: string | URL): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  const address = response.url || String(url);
  if (!response.ok) {
    throw new Error(`${address}: ${String(response.status)} ${response.statusText}`);
  }
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('application/wasm') && 'compileStreaming' in WebAssembly) {
    return WebAssembly.compileStreaming(response);
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  // A server that answers every address with its start page is the usual cause.
  if (bytes[0] !== 0 || bytes[1] !== 0x61 || bytes[2] !== 0x73 || bytes[3] !== 0x6d) {
    throw new Error(`${address} is ${type || 'something else'}, not WebAssembly`);
  }
  return WebAssembly.compile(bytes);
}
