// SPDX-License-Identifier: Apache-2.0
/** The side of a worker that runs a model. */
import type { RawForward } from './cnn2snn-run.mjs';
import { argumentError, ConversionError, crashError } from './errors.js';
import { DISPOSED, RunInstance } from './run-engine.js';
import type { RunReply, RunRequest } from './run-protocol.js';

function buffersOf({ output, scores, layers }: RawForward): ArrayBuffer[] {
  return [output, scores, ...layers].flatMap((array) =>
    array ? [array.data.buffer as ArrayBuffer] : [],
  );
}

/** Gives the function that answers requests, in order, through `reply`. */
export function answerRuns(
  reply: (message: RunReply, transfer: ArrayBuffer[]) => void,
): (request: RunRequest) => void {
  let model: RunInstance | undefined;
  let last: Promise<void> = Promise.resolve();

  const answer = async (request: RunRequest): Promise<void> => {
    try {
      if (request.type === 'load') {
        const { wasmModule, fbz, scalar } = request;
        const loaded = await RunInstance.load(wasmModule, fbz, scalar);
        model = loaded.instance;
        reply({ type: 'loaded', info: loaded.json }, []);
        return;
      }
      if (!model) throw argumentError(DISPOSED);
      if (request.type === 'forward') {
        const result = await model.forward(request.input, request.wanted, {});
        reply({ type: 'forward', result }, buffersOf(result));
        return;
      }
      const { type } = request;
      model.call((module) => {
        module[type]();
      });
      reply({ type: 'done' }, []);
    } catch (error) {
      const { problems } = error instanceof ConversionError ? error : crashError(error);
      reply({ type: 'failed', problems }, []);
    }
  };
  return (request) => {
    last = last.then(() => answer(request));
  };
}
