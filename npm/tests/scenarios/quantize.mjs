// SPDX-License-Identifier: Apache-2.0
// Quantizes the models of a JSON list (standard input) with the installed package, and prints the
// hashes of what it made. Argument: "worker" or "thread".
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as cnn2snn from 'cnn2snn';
import { createConverter } from 'cnn2snn/worker';

const sha256 = (bytes) => bytes && createHash('sha256').update(bytes).digest('hex');
const converter = process.argv[2] === 'worker' ? createConverter() : cnn2snn;

async function quantize({ model, samples, ranges, options }) {
  try {
    const result = await converter.quantize(readFileSync(model), {
      ...options,
      analysisSamples: 16,
      ...(samples ? { samples: readFileSync(samples) } : { ranges }),
    });
    const { h5, fbz, ranges: observed, analysis, problems } = result;
    return { h5: sha256(h5), fbz: sha256(fbz), ranges: observed, analysis, problems };
  } catch (error) {
    if (!(error instanceof cnn2snn.ConversionError)) throw error;
    return { h5: null, fbz: null, ranges: null, analysis: [], problems: error.problems };
  }
}

const seen = {};
for (const one of JSON.parse(readFileSync(0, 'utf8'))) seen[one.name] = await quantize(one);
console.log(JSON.stringify(seen));
