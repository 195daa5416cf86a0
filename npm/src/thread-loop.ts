// SPDX-License-Identifier: Apache-2.0
/** The worker's side: one job after the other. */
import { ModuleEngine } from './engine.js';
import { ConversionError, crashError } from './errors.js';
import type { Reply, Request } from './protocol.js';
import type { WasmSource } from './wasm-source.js';

/** Gives the function that answers requests through `reply`. */
export function answer(
  wasm: WasmSource,
  reply: (message: Reply, transfer: ArrayBuffer[]) => void,
): (request: Request) => Promise<void> {
  let known = false;
  const engine = new ModuleEngine(async () => {
    const wasmModule = await wasm.compiled();
    if (!known) reply({ type: 'compiled', wasmModule }, []);
    known = true;
    return wasmModule;
  });
  return async (request) => {
    try {
      if (request.type === 'start') {
        known = request.wasm.wasmModule !== undefined;
        // A failure is that of the first job: it asks again.
        await wasm.compiled(request.wasm).catch(() => undefined);
        return;
      }
      const result = await engine.run(request.job, {
        onProgress(fraction, step) {
          reply({ type: 'progress', fraction, step }, []);
        },
      });
      reply({ type: 'done', result }, result.fbz ? [result.fbz.buffer] : []);
    } catch (error) {
      const { problems } = error instanceof ConversionError ? error : crashError(error);
      reply({ type: 'failed', problems }, []);
    }
  };
}
