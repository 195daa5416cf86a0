// SPDX-License-Identifier: Apache-2.0
import { ConversionError } from '../errors.js';
import type { UpgradeReport } from '../report.js';
import type { Values } from './command-line.js';
import { run } from './core.js';
import { packageVersion } from './environment.js';
import { exitCode } from './exit-codes.js';
import { outputPath, readModel, writeModel } from './files.js';
import { writeError, writeOutput } from './standard-streams.js';
import * as text from './text.js';

const STANDARD_OUTPUT = '-';

/** `cnn2snn upgrade`: gives the exit code. Without an output the file itself is replaced. */
export async function upgrade(values: Values): Promise<number> {
  const path = values.positional;
  const output = values.text('output');
  const toStandardOutput = output === STANDARD_OUTPUT;
  const target = toStandardOutput ? output : output ? outputPath(path, output) : path;
  let report: UpgradeReport = {
    action: 'upgrade',
    version: packageVersion(),
    ok: false,
    file: null,
    file_bytes: 0,
    fbz_bytes: 0,
    problems: [],
    warnings: [],
    model: null,
  };
  try {
    const bytes = readModel(path);
    const options = { runtimeVersion: values.text('runtime-version') };
    const answer = await run({ action: 'upgrade', bytes, options });
    if ('problems' in answer) throw new ConversionError(answer.problems);
    report = JSON.parse(answer.result.report) as UpgradeReport;
    const { fbz } = answer.result;
    if (fbz && toStandardOutput) writeOutput(fbz);
    else if (fbz) writeModel(target, fbz);
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    report = { ...report, ok: false, fbz_bytes: 0, problems: [...error.problems], model: null };
  }
  const { problems } = report;
  if (values.flag('json')) writeOutput(`${JSON.stringify(report)}\n`);
  else if (problems.length > 0) {
    writeError(text.problems(text.notUpgraded(path, problems.length), problems));
  } else if (toStandardOutput) writeError(text.upgraded(report, target));
  else writeOutput(text.upgraded(report, target));
  return exitCode(problems);
}
