// SPDX-License-Identifier: Apache-2.0
import { ConversionError } from '../errors.js';
import type { CheckReport, Device, InfoReport, Problem } from '../report.js';
import type { Values } from './command-line.js';
import { run } from './core.js';
import { packageVersion, targetFrom, type Target } from './environment.js';
import { ExitCode, exitCode } from './exit-codes.js';
import { readModel } from './files.js';
import { progressLine } from './progress-line.js';
import { writeError, writeOutput } from './standard-streams.js';
import * as text from './text.js';

interface CheckChoices {
  target: Target;
  inputDtype: string;
  device: string;
}

async function checkFile(model: string, choices: CheckChoices): Promise<string> {
  const { target, inputDtype, device } = choices;
  let problems: readonly Problem[];
  try {
    if (target.problem) throw new ConversionError([target.problem]);
    const bytes = readModel(model);
    const options = { akidaVersion: target.version, inputDtype, device };
    const line = progressLine();
    const answer = await run({ action: 'check', bytes, options }, line.show);
    line.clear();
    if ('result' in answer) return answer.result.report;
    problems = answer.problems;
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    problems = error.problems;
  }
  const report: CheckReport = {
    action: 'check',
    version: packageVersion(),
    compatible: false,
    partial: false,
    file: null,
    kind: null,
    target: target.version || 'v2',
    problems: [...problems],
    warnings: [],
    host_layers: [],
    akida_share: { macs: 0, parameters: 0 },
    host_share: { macs: 0, parameters: 0 },
    undecided: [],
    device: null,
    keras: null,
  };
  return JSON.stringify(report);
}

function printVerdict(report: CheckReport, model: string): void {
  writeError(text.warnings(report.warnings));
  const { problems, target } = report;
  if (report.compatible) {
    writeOutput(text.compatible(model, report));
  } else if (exitCode(problems) === ExitCode.refused) {
    const headline = text.notCompatible(model, target, problems.length);
    writeOutput(text.problems(headline, problems));
  } else {
    writeError(text.problems(text.notChecked(model, problems.length), problems));
  }
  if (report.device) {
    writeError(text.deviceWarnings(report.device));
    writeOutput(text.deviceLimits(model, report.device));
  }
  writeOutput(report.undecided.map((sentence) => `  ${sentence}\n`).join(''));
}

/** `cnn2snn check`: gives the exit code. */
export async function check(values: Values): Promise<number> {
  const device = values.text('device');
  const chosen = values.text('target');
  // The device decides over the environment, not over the command line.
  const target: Target = device && !chosen ? { version: '' } : targetFrom(chosen);
  const inputDtype = values.text('input-dtype') || 'uint8';
  let firstFailure: number = ExitCode.success;
  for (const model of values.all('model')) {
    const json = await checkFile(model, { target, inputDtype, device });
    const report = JSON.parse(json) as CheckReport;
    if (values.flag('json')) writeOutput(`${json}\n`);
    else printVerdict(report, model);
    const partial = report.compatible && report.host_layers.length > 0;
    const refused = report.device?.verdict === 'no' || (partial && values.flag('require-full'));
    firstFailure ||= exitCode(report.problems) || (refused ? ExitCode.refused : ExitCode.success);
  }
  return firstFailure;
}

/** `cnn2snn devices`: gives the exit code. */
export async function devices(values: Values): Promise<number> {
  const answer = await run({ action: 'devices' });
  if ('problems' in answer) throw new ConversionError(answer.problems);
  const json = answer.result.report;
  const all = JSON.parse(json) as Device[];
  writeOutput(values.flag('json') ? `${json}\n` : text.devices(all));
  return ExitCode.success;
}

/** `cnn2snn info`: gives the exit code. */
export async function info(values: Values): Promise<number> {
  const path = values.positional;
  let report: InfoReport = {
    action: 'info',
    version: packageVersion(),
    ok: false,
    file: null,
    file_bytes: 0,
    problems: [],
    warnings: [],
    keras: null,
    model: null,
  };
  let json: string | undefined;
  let summary = '';
  try {
    const answer = await run({ action: 'inspect', bytes: readModel(path) });
    if ('problems' in answer) throw new ConversionError(answer.problems);
    ({ report: json, summary } = answer.result);
    report = JSON.parse(json) as InfoReport;
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    report.problems = [...error.problems];
  }
  const { problems } = report;
  if (values.flag('json')) {
    writeOutput(`${json ?? JSON.stringify(report)}\n`);
  } else {
    writeError(text.warnings(report.warnings));
    if (problems.length === 0) {
      writeOutput(text.inspected(path, report, summary));
    } else {
      writeError(text.problems(text.notShown(path, problems.length), problems));
    }
  }
  return exitCode(problems);
}

/** `cnn2snn patterns`: gives the exit code. */
export async function patterns(values: Values): Promise<number> {
  const target = targetFrom(values.text('target'));
  if (target.problem) {
    writeError(text.usageError('patterns', target.problem.reason));
    return ExitCode.usage;
  }
  const answer = await run({ action: 'patterns', version: target.version || 'v2' });
  if ('problems' in answer) throw new ConversionError(answer.problems);
  const json = answer.result.report;
  const all = JSON.parse(json) as Parameters<typeof text.pattern>[0][];
  writeOutput(values.flag('json') ? `${json}\n` : all.map(text.pattern).join(''));
  return ExitCode.success;
}
