// SPDX-License-Identifier: Apache-2.0
/** What `classify` takes and gives. */
import { argumentError, cancelledError, ConversionError } from './errors.js';
import type { ClassifyJob, JobResult, ModelBytes } from './jobs.js';
import {
  rawOptions,
  rawSamples,
  type CalibrationSamples,
  type QuantizeOptions,
} from './quantize.js';
import type { ClassifyReport, Problem } from './report.js';

export interface ClassifyOptions extends QuantizeOptions {
  /** What is classified, in the range that the float model expects. */
  samples: CalibrationSamples;
}

export interface ClassifyResult {
  /** Of each sample: the first highest output of the float model. */
  floatClasses: number[];
  /**
   * The same of the quantized model as QuantizeML runs it, on integers. Null: no `ranges` were
   * given, or a part of the model is not quantized.
   */
  quantizedClasses: number[] | null;
  warnings: Problem[];
  report: ClassifyReport;
}

/** Throws `E_ARGUMENT` for what no model can be run with. */
export async function classifyJob(
  bytes: ModelBytes,
  options: ClassifyOptions,
): Promise<ClassifyJob> {
  if (!(options as Partial<ClassifyOptions>).samples) {
    throw argumentError('samples are missing: what is to be classified');
  }
  return {
    action: 'classify',
    bytes,
    samples: await rawSamples(options.samples),
    options: rawOptions(options),
  };
}

export function classifyResult({ report }: JobResult): ClassifyResult {
  const parsed = JSON.parse(report) as ClassifyReport;
  const { problems, warnings, float_classes, quantized_classes } = parsed;
  if (problems[0]?.id === 'E_CANCELLED') throw cancelledError(undefined, parsed);
  if (problems.length > 0) throw new ConversionError(problems, parsed);
  return {
    floatClasses: float_classes,
    quantizedClasses: quantized_classes,
    warnings,
    report: parsed,
  };
}
