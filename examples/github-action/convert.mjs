// SPDX-License-Identifier: Apache-2.0
// Converts the models that git knows: one call of cnn2snn each, a note at the file of one that is
// refused, and a table in the summary of the run.
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const { MODELS, OUTPUT, TARGET, GITHUB_STEP_SUMMARY } = process.env;
const patterns = MODELS.split('\n').filter(Boolean);
const models = execFileSync('git', ['ls-files', '-z', '--', ...patterns], { encoding: 'utf8' })
  .split('\0')
  .filter(Boolean);

/** What a workflow command needs so that a text stays one text. */
const escaped = (text) =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text) => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const rows = [];
for (const model of models) {
  const output = join(OUTPUT, model.replace(/\.\w+$/, '.fbz'));
  mkdirSync(dirname(output), { recursive: true });
  const { status, stdout, stderr } = spawnSync(
    'cnn2snn',
    ['convert', '-m', model, '-o', output, '--target', TARGET, '--json'],
    { encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  if (!stdout) throw new Error(stderr || `cnn2snn ended with ${status}`);
  const { ok, problems, model: converted, fbz_bytes: bytes } = JSON.parse(stdout);
  if (!ok || status !== 0) process.exitCode = 1;
  for (const { id, reason, remedy } of problems) {
    console.log(`::error file=${property(model)},title=${id}::${escaped(`${reason}\n${remedy}`)}`);
  }
  const outcome = ok
    ? `${converted.layers.length} layers, Akida ${converted.ip_version}, ${bytes} bytes`
    : `refused: ${problems[0].reason}`;
  console.log(`${model}: ${outcome}`);
  rows.push(`| ${cell(model)} | ${cell(outcome)} |\n`);
}
if (models.length === 0) console.log(`::warning::No file of the repository is named ${MODELS}`);
appendFileSync(GITHUB_STEP_SUMMARY, `| model | Akida model |\n| --- | --- |\n${rows.join('')}`);
