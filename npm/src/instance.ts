// SPDX-License-Identifier: Apache-2.0
/** What Emscripten's modules of this package are started with. */
export interface ModuleOptions {
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
  onAbort?(what: unknown): void;
  print?(text: string): void;
  printErr?(text: string): void;
}

/** A module ready for calls, and its memory. */
export interface Running<Module> {
  module: Module;
  memory: WebAssembly.Memory;
}

/** Emscripten shortens the names of exports, so the memory is known by what it is. */
function memoryOf(instance: WebAssembly.Instance): WebAssembly.Memory {
  const memory = Object.values(instance.exports).find(
    (value): value is WebAssembly.Memory => value instanceof WebAssembly.Memory,
  );
  if (!memory) throw new Error('the WebAssembly module exports no memory');
  return memory;
}

/** Makes an instance of a compiled module with the JavaScript that Emscripten made for it. */
export async function instantiate<Module>(
  createModule: (options: ModuleOptions) => Promise<Module>,
  compiled: WebAssembly.Module,
): Promise<Running<Module>> {
  let memory: WebAssembly.Memory | undefined;
  const module = await new Promise<Module>((resolve, reject) => {
    createModule({
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(compiled, imports)
          .then((instance) => {
            memory = memoryOf(instance);
            done(instance, compiled);
          })
          .catch(reject);
        return {};
      },
      // The core prints nothing; what Emscripten says on an abort comes with the exception.
      print: () => undefined,
      printErr: () => undefined,
    }).then(resolve, reject);
  });
  if (!memory) throw new Error('the WebAssembly module was not instantiated');
  return { module, memory };
}
