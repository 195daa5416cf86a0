// SPDX-License-Identifier: Apache-2.0
// What can be said to `quantize`, and what it answers. Standard input: the path of a float model of
// 16 x 16 x 3 inputs, as JSON.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { quantize } from 'cnn2snn';
import { createConverter } from 'cnn2snn/worker';

const model = readFileSync(JSON.parse(readFileSync(0, 'utf8')));
const shape = [4, 16, 16, 3];
const data = Uint8Array.from({ length: 4 * 16 * 16 * 3 }, (_, i) => (i * 37) % 256);
const hash = async (options) => {
  const { h5 } = await quantize(model, options);
  return createHash('sha256').update(h5).digest('hex');
};

/** numpy's `.npy` of bytes. */
function npy() {
  const header = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const padded = `${header.padEnd(117)}\n`;
  const start = Uint8Array.of(0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, padded.length, 0);
  return new Blob([start, padded, data]);
}

async function refusal(options) {
  try {
    await quantize(model, options);
    return null;
  } catch (error) {
    return [error.code, error.problems[0].reason];
  }
}

async function end(promise) {
  try {
    await promise;
    return 'done';
  } catch (error) {
    return error.name;
  }
}

const worker = createConverter();
const controller = new AbortController();
const steps = new Set();
console.log(
  JSON.stringify({
    array: await hash({ samples: { data, shape } }),
    npy: await hash({ samples: npy() }),
    random: await hash({ numSamples: 2, seed: 7 }),
    again: await hash({
      numSamples: 2,
      seed: 7,
      onProgress(_, step) {
        steps.add(step);
      },
    }),
    otherSeed: await hash({ numSamples: 2, seed: 8 }),
    refused: [
      await refusal({ samples: { data: new Uint8Array(5), shape: [2, 3] } }),
      await refusal({ weightBits: 0 }),
      await refusal({ flattenShift: 'off' }),
      await refusal({ samples: { data, shape }, ranges: { observed: {} } }),
    ],
    cancelled: [
      await end(quantize(model, { onProgress: () => false })),
      await end(
        worker.quantize(model, {
          numSamples: 100_000,
          signal: controller.signal,
          onProgress() {
            controller.abort();
          },
        }),
      ),
    ],
    steps: [...steps],
  }),
);
