// SPDX-License-Identifier: Apache-2.0
// Runs of the official software runtime, recorded: every layer's output, the scores and the classes
// must be equal in WebAssembly, element by element. Another folder than tests/fixtures/runs:
//
//   node tests/recorded-runs.mjs FOLDER [--scalar]
//
// with NAME.npz, NAME.json, and the models by their path relative to the folder above.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readNpz } from './npz.mjs';

const sha256 = (data) =>
  createHash('sha256')
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest('hex');
/** Integers are hashed as int32 whatever their type. */
const digest = ({ type, data }) => sha256(type === 'float32' ? data : Int32Array.from(data));

function differences(tensor, recorded, what) {
  const found = [];
  if (tensor.type !== recorded.dtype) found.push(`${what}: ${tensor.type}, not ${recorded.dtype}`);
  if (String(tensor.shape) !== String(recorded.shape)) found.push(`${what}: shape ${tensor.shape}`);
  if (digest(tensor) !== recorded.sha256) found.push(`${what}: other values`);
  return found;
}

function classDifferences(classes, recorded) {
  const equal = Array.isArray(recorded)
    ? String(classes) === String(recorded)
    : digest({ type: 'int32', data: classes }) === recorded.sha256;
  return equal ? [] : ['predict_classes: other values'];
}

/** All calls of one recorded run; three models, for forward, predict and predict_classes. */
async function compare(folder, name, load) {
  const recorded = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  const arrays = readNpz(readFileSync(join(folder, `${name}.npz`)));
  const fbz = readFileSync(join(folder, '..', recorded.model));
  const [model, scorer, classifier] = await Promise.all([load(fbz), load(fbz), load(fbz)]);
  const found = [];
  for (const [k, call] of recorded.calls.entries()) {
    const input = arrays[`in.${k}`];
    const { output, layers } = await model.forward(input, { layers: true });
    for (const layer of call.layers) {
      found.push(...differences(layers[layer.index].output, layer, layer.name));
    }
    found.push(...differences(output, call.layers.at(-1), 'forward'));
    if (call.predict.error) {
      const { error_class, reason } = await scorer.predict(input).then(
        () => ({ reason: 'none' }),
        (error) => error.problems[0],
      );
      if (`${error_class}: ${reason}` !== call.predict.error) found.push(`predict: ${reason}`);
    } else {
      found.push(...differences((await scorer.predict(input)).scores, call.predict, 'predict'));
      found.push(...classDifferences(await classifier.predictClasses(input), call.predict_classes));
    }
  }
  for (const each of [model, scorer, classifier]) each.dispose();
  return found;
}

/** Differences of every run of a folder, by name; empty lists where all is equal. */
export async function compareRuns(folder, load, wanted = () => true) {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -5))
    .filter(wanted);
  const results = {};
  for (const name of names) {
    results[name] = await compare(folder, name, load).catch((error) => [String(error)]);
  }
  return results;
}

if (resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { loadModel } = await import('cnn2snn/run');
  const [folder] = process.argv.slice(2);
  const scalar = process.argv.includes('--scalar');
  const results = await compareRuns(folder, (fbz) => loadModel(fbz, { scalar }));
  const all = Object.entries(results);
  for (const [name, found] of all) for (const line of found) console.log(`${name}: ${line}`);
  const equal = all.filter(([, found]) => found.length === 0).length;
  console.log(`${equal} of ${all.length} recorded runs equal`);
  process.exitCode = all.length > 0 && equal === all.length ? 0 : 1;
}
