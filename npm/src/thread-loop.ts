// SPDX-License-Identifier: Apache-2.0
/** The worker's side: one job after the other. */
import { ConversionError, crashError } from './errors.js';
import type { JobResult } from './jobs.js';
import { load, ModulesEngine, type ModuleName, type WasmSources } from './modules.js';
import type { Reply, Request } from './protocol.js';

function buffersOf({ fbz, h5 }: JobResult): ArrayBuffer[] {
  return [fbz, h5].flatMap((bytes) => (bytes ? [bytes.buffer] : []));
}

/** Gives the function that answers requests through `reply`. */
export function answer(
  wasm: WasmSources,
  reply: (message: Reply, transfer: ArrayBuffer[]) => void,
): (request: Request) => Promise<void> {
  const known = new Set<ModuleName>();
  const engine = new ModulesEngine(wasm, (name, wasmModule) => {
    if (!known.has(name)) reply({ type: 'compiled', name, wasmModule }, []);
    known.add(name);
  });
  return async (request) => {
    try {
      if (request.type === 'start') {
        if (request.wasm.wasmModule) known.add('convert');
        if (request.wasm.quantize?.wasmModule) known.add('quantize');
        // A failure is that of the first job: it asks again.
        await load(wasm, request.wasm).catch(() => undefined);
        return;
      }
      const result = await engine.run(request.job, {
        onProgress(fraction, step) {
          reply({ type: 'progress', fraction, step }, []);
        },
      });
      reply({ type: 'done', result }, buffersOf(result));
    } catch (error) {
      const { problems } = error instanceof ConversionError ? error : crashError(error);
      reply({ type: 'failed', problems }, []);
    }
  };
}
