// SPDX-License-Identifier: Apache-2.0
// What a float model and the quantized one say to pictures. Arguments: the model, samples to
// calibrate with; "worker" or "thread". Standard input: bytes of 16 x 16 pictures.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import * as cnn2snn from 'cnn2snn';
import { createConverter } from 'cnn2snn/worker';

const [model, calibration] = await Promise.all(
  process.argv.slice(2, 4).map((path) => readFile(path)),
);
const data = new Uint8Array(readFileSync(0));
const pictures = { data, shape: [data.length / 256, 16, 16, 1] };
const converter = process.argv[4] === 'worker' ? createConverter() : cnn2snn;
const options = { weightBits: 4, inputWeightBits: 4, activationBits: 4, batchSize: 32 };
const { ranges } = await converter.quantize(model, { ...options, samples: calibration });
const both = await converter.classify(model, { ...options, ranges, samples: pictures });
const alone = await converter.classify(model, { samples: pictures });
const end = async (promise) =>
  promise.then(
    () => 'done',
    ({ name, code }) => [name, code],
  );
console.log(
  JSON.stringify({
    floatClasses: both.floatClasses,
    quantizedClasses: both.quantizedClasses,
    alone: [alone.floatClasses, alone.quantizedClasses],
    refused: [
      await end(converter.classify(model, {})),
      await end(converter.classify(model, { samples: pictures, onProgress: () => false })),
    ],
  }),
);
