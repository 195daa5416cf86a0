// SPDX-License-Identifier: Apache-2.0
// A module gone astray: every call of the first instance to its host fails with a trap.
// Arguments: the path of a model. Prints what three calls at once and one afterwards gave.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { convert } from 'cnn2snn';

const bytes = await readFile(process.argv[2]);
const { instantiate } = WebAssembly;
let crash = false;
let instances = 0;
WebAssembly.instantiate = (module, imports) => {
  instances += 1;
  const first = instances === 1;
  for (const space of Object.values(imports)) {
    for (const [name, value] of Object.entries(space)) {
      if (typeof value !== 'function') continue;
      space[name] = (...args) => {
        if (crash && first) throw new WebAssembly.RuntimeError('unreachable');
        return value(...args);
      };
    }
  }
  return instantiate(module, imports);
};

await convert(bytes);
crash = true;
const outcomes = await Promise.all(
  [1, 2, 3].map(() =>
    convert(bytes).then(
      ({ fbz }) => createHash('sha256').update(fbz).digest('hex'),
      ({ name, code, problems }) => ({ name, code, problems: problems.length }),
    ),
  ),
);
console.log(JSON.stringify({ outcomes, instances }));
