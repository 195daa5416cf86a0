// SPDX-License-Identifier: Apache-2.0
// Which calls need the module that quantizes: it is said to be where it is not. Arguments: an Akida
// model, a quantized model, a float one.
import { readFile } from 'node:fs/promises';
import { checkModelCompatibility, init } from 'cnn2snn';

await init({ quantize: { wasmUrl: new URL('missing.wasm', import.meta.url) } });
const verdicts = [];
for (const path of process.argv.slice(2)) {
  const check = checkModelCompatibility(await readFile(path), { device: 'SixNodesIPv2' });
  verdicts.push(
    await check.then(
      ({ device }) => device.verdict,
      ({ code }) => code,
    ),
  );
}
console.log(JSON.stringify(verdicts));
