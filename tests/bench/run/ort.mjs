// SPDX-License-Identifier: Apache-2.0
// ort.mjs MODEL.onnx X,Y,C: the milliseconds that onnxruntime-web (wasm, SIMD, one thread) takes, one a line.
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web';

const SECONDS = 1.5;
const [path, shape] = process.argv.slice(2);
ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';
const [x, y, c] = shape.split(',').map(Number);
const session = await ort.InferenceSession.create(readFileSync(path), {
  executionProviders: ['wasm'],
  graphOptimizationLevel: 'all',
});
const data = Uint8Array.from({ length: x * y * c }, (_, i) => (i * 40503) >>> 5);
const feeds = { input: new ort.Tensor('uint8', data, [1, c, x, y]) };
for (let warm = 0; warm < 5; ++warm) await session.run(feeds);
const end = performance.now() + 1000 * SECONDS;
while (performance.now() < end) {
  const start = performance.now();
  await session.run(feeds);
  console.log((performance.now() - start).toFixed(4));
}
