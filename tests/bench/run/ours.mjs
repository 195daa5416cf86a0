// SPDX-License-Identifier: Apache-2.0
// ours.mjs MODEL.fbz: the milliseconds that `cnn2snn/run` takes in WebAssembly, one a line.
import { readFileSync } from 'node:fs';
import { loadModel } from '../../../npm/dist/run.node.js';

const SECONDS = 1.5;
const model = await loadModel(readFileSync(process.argv[2]));
const samples = Uint8Array.from(
  { length: model.inputShape.reduce((a, b) => a * b) },
  (_, i) => (i * 40503) >>> 5,
);
for (let warm = 0; warm < 5; ++warm) await model.forward(samples);
const end = performance.now() + 1000 * SECONDS;
while (performance.now() < end) {
  const start = performance.now();
  await model.forward(samples);
  console.log((performance.now() - start).toFixed(4));
}
