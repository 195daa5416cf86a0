// SPDX-License-Identifier: Apache-2.0
import { normalize } from 'node:path';
import { ConversionError } from '../errors.js';
import type { ConvertReport, InfoReport, Problem } from '../report.js';
import type { Values } from './command-line.js';
import { run } from './core.js';
import { packageVersion, targetFrom } from './environment.js';
import { ExitCode, exitCode } from './exit-codes.js';
import {
  isOneFile,
  isRegularFile,
  isSameFile,
  outputPath,
  readModel,
  writeModel,
} from './files.js';
import { progressLine } from './progress-line.js';
import { writeError, writeOutput } from './standard-streams.js';
import * as text from './text.js';

const STANDARD_OUTPUT = '-';

interface Conversion {
  report: ConvertReport;
  /** The report as the core wrote it; absent where this program changed it. */
  json?: string;
  fbz: Uint8Array | null;
  summary: string;
}

/** What is wrong with the outputs asked for; '': nothing. */
function checkOutputs(models: readonly string[], output: string, json: boolean): string {
  if (output === STANDARD_OUTPUT) {
    if (models.length > 1) return text.SEVERAL_OUTPUTS;
    return json ? text.STANDARD_OUTPUT_AND_JSON : '';
  }
  if (models.length > 1 && isOneFile(output)) return text.SEVERAL_OUTPUTS;
  const outputs = new Set<string>();
  for (const model of models) {
    const path = normalize(outputPath(model, output));
    if (outputs.has(path)) return text.sameOutput(path);
    outputs.add(path);
    // A model in the place of its own output is an Akida model already: reading it says so.
    const others = output ? models : models.filter((other) => other !== model);
    if (others.some((other) => isSameFile(path, other))) return text.outputIsInput(path);
    if (/[^/.][^/]*\.(h5|hdf5|keras|onnx)$/i.test(path)) {
      return text.namedLikeAnother(outputPath(model, output));
    }
  }
  return '';
}

function refused(problems: readonly Problem[], bytes = 0): Conversion {
  const report: ConvertReport = {
    action: 'convert',
    version: packageVersion(),
    ok: false,
    file: null,
    kind: null,
    target: null,
    h5_bytes: bytes,
    fbz_bytes: 0,
    problems: [...problems],
    warnings: [],
    keras: null,
    model: null,
  };
  return { report, fbz: null, summary: '' };
}

/** An environment that says nonsense only counts for models that heed it: not for legacy ones. */
async function checkEnvironment(bytes: Uint8Array, problem: Problem): Promise<Conversion | null> {
  const answer = await run({ action: 'inspect', bytes });
  if ('problems' in answer) return refused(answer.problems, bytes.length);
  const { file, keras } = JSON.parse(answer.result.report) as InfoReport;
  if (keras?.kind !== 'quantizeml') return null;
  const conversion = refused([problem], bytes.length);
  conversion.report.file = file;
  conversion.report.kind = keras.kind;
  conversion.report.keras = keras;
  return conversion;
}

async function convertBytes(bytes: Uint8Array, values: Values): Promise<Conversion> {
  const target = targetFrom(values.text('target'));
  if (target.problem) {
    const conversion = await checkEnvironment(bytes, target.problem);
    if (conversion) return conversion;
  }
  const scale = values.integer('scale');
  const shift = values.integer('shift');
  const line = progressLine();
  const answer = await run(
    {
      action: 'convert',
      bytes,
      options: {
        akidaVersion: target.version,
        ...(scale !== undefined && shift !== undefined && { inputScaling: [scale, shift] }),
        runtimeVersion: values.text('runtime-version'),
      },
    },
    line.show,
  );
  line.clear();
  if ('problems' in answer) return refused(answer.problems, bytes.length);
  const { report: json, fbz, summary } = answer.result;
  return { report: JSON.parse(json) as ConvertReport, json, fbz, summary };
}

async function convertFile(model: string, values: Values): Promise<Conversion> {
  let conversion: Conversion;
  try {
    conversion = await convertBytes(readModel(model), values);
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    conversion = refused(error.problems);
  }
  return conversion;
}

/** Only an Akida model is replaced. */
async function checkReplaced(path: string): Promise<void> {
  if (!isRegularFile(path)) return;
  const answer = await run({ action: 'inspect', bytes: readModel(path) });
  if ('result' in answer && (JSON.parse(answer.result.report) as InfoReport).file === 'fbz') return;
  throw new ConversionError([text.otherKindThere(path)]);
}

async function save(conversion: Conversion, model: string, output: string): Promise<void> {
  const { fbz, report } = conversion;
  if (!fbz) return;
  try {
    if (output === STANDARD_OUTPUT) {
      writeOutput(fbz);
      return;
    }
    const path = outputPath(model, output);
    await checkReplaced(path);
    writeModel(path, fbz);
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    conversion.report = {
      ...report,
      ok: false,
      fbz_bytes: 0,
      problems: [...error.problems],
      model: null,
    };
    delete conversion.json;
  }
}

function print(conversion: Conversion, model: string, values: Values): void {
  const { report, json, summary } = conversion;
  if (values.flag('json')) {
    writeOutput(`${json ?? JSON.stringify(report)}\n`);
    return;
  }
  writeError(text.warnings(report.warnings));
  if (!report.ok) {
    const headline = text.notConverted(model, report.problems.length);
    writeError(text.problems(headline, report.problems));
    return;
  }
  const output = values.text('output');
  const toStandardOutput = output === STANDARD_OUTPUT;
  const path = toStandardOutput ? output : outputPath(model, output);
  const write = toStandardOutput ? writeError : writeOutput;
  write(`${summary}${text.converted(report, path)}`);
}

/** `cnn2snn convert`: gives the exit code. */
export async function convert(values: Values): Promise<number> {
  const models = values.all('model');
  const output = values.text('output');
  const wrong = checkOutputs(models, output, values.flag('json'));
  if (wrong) {
    writeError(text.usageError('convert', wrong));
    return ExitCode.usage;
  }
  const given = [values.integer('scale'), values.integer('shift')].filter((n) => n !== undefined);
  if (given.length === 2) writeError(text.SCALING_DEPRECATED);
  if (given.length === 1) writeError(text.SCALING_INCOMPLETE);
  let firstFailure: number = ExitCode.success;
  for (const model of models) {
    const conversion = await convertFile(model, values);
    await save(conversion, model, output);
    print(conversion, model, values);
    firstFailure ||= exitCode(conversion.report.problems);
  }
  return firstFailure;
}
