// SPDX-License-Identifier: Apache-2.0
// Converts every model of a folder: node convert-folder.mjs MODELS OUTPUT
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { ConversionError } from 'cnn2snn';
import { createConverter } from 'cnn2snn/worker';

const [from, to] = process.argv.slice(2);
if (!from || !to) {
  console.error('usage: node convert-folder.mjs MODELS OUTPUT');
  process.exit(2);
}
const akidaVersion = process.env.AKIDA_VERSION ?? 'v2';
const files = await readdir(from, { recursive: true });
const waiting = files.filter((file) => /\.(h5|onnx)$/.test(file)).sort();

/** Takes models until none is left. A converter is a thread, so that several work at a time. */
async function work() {
  const converter = createConverter();
  for (let file = waiting.shift(); file; file = waiting.shift()) {
    // An .onnx keeps its ending: a.h5 may stand beside a.onnx.
    const output = join(to, `${file.replace(/\.h5$/, '')}.fbz`);
    try {
      const { fbz, model } = await converter.convert(await readFile(join(from, file)), {
        akidaVersion,
      });
      await mkdir(dirname(output), { recursive: true });
      await writeFile(output, fbz);
      console.log(`${file}: ${model.layers.length} layers, Akida ${model.ip_version}`);
    } catch (error) {
      if (!(error instanceof ConversionError)) throw error;
      process.exitCode = 1;
      for (const { reason, remedy } of error.problems)
        console.error(`${file}: ${reason} ${remedy}`);
    }
  }
  converter.terminate();
}

await Promise.all(Array.from({ length: Math.min(availableParallelism(), waiting.length) }, work));
