// SPDX-License-Identifier: Apache-2.0
// The float models of a folder with what each is to be quantized with: tests/fixtures/quantize, or
// the folder CNN2SNN_QUANTIZE_CASES of the same form (NAME.json beside NAME.h5, NAME.npz).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './packed.mjs';

const folder = process.env.CNN2SNN_QUANTIZE_CASES ?? join(repository, 'tests/fixtures/quantize');

const camelCase = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

/** The options of npm and those of the command line, from the same table. */
function optionsOf({ target, qparams, call }) {
  const options = { akidaVersion: target, batchSize: call.batch_size ?? 1 };
  const args = ['--target', target, '--batch_size', String(options.batchSize)];
  const given = { ...qparams };
  for (const name of ['epochs', 'quantize_until']) if (call[name]) given[name] = call[name];
  for (const [name, value] of Object.entries(given)) {
    options[camelCase(name)] = value;
    args.push(`--${name}`, ...(value === true ? [] : [String(value)]));
  }
  return { options, args };
}

function caseOf(name) {
  const table = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  const samples = join(folder, table.samples_file ?? `${name}.npz`);
  return {
    name,
    model: join(folder, table.model ?? `${name}.h5`),
    /** Absent: to be quantized with the ranges. */
    ...(existsSync(samples) ? { samples } : { ranges: { observed: table.observed } }),
    ...optionsOf(table),
  };
}

export const cases = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => caseOf(file.slice(0, -'.json'.length)));
