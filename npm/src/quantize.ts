// SPDX-License-Identifier: Apache-2.0
/** What `quantize` takes and gives; the parameters are QuantizeML's, with its defaults. */
import { akidaVersionFrom, getAkidaVersion, type AkidaVersion } from './akida-version.js';
import { argumentError, cancelledError, ConversionError } from './errors.js';
import {
  bytesOf,
  type CallOptions,
  type JobResult,
  type ModelBytes,
  type QuantizeJob,
  type RawQuantizeOptions,
  type RawSamples,
} from './jobs.js';
import type { AkidaModel, LayerQuantizationError, Problem, QuantizeReport } from './report.js';

/** Numbers of a calibration sample, or of many. */
export type SampleData =
  | Uint8Array
  | Uint8ClampedArray
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** Samples side by side, in the range that the float model expects (often 0…255). */
export interface SampleArray {
  /** C order, channels last. */
  data: SampleData;
  /** The number of samples first: `[128, 224, 224, 3]`. */
  shape: readonly number[];
}

/** Samples in memory, or the bytes of a `.npz` (all its arrays, joined) or `.npy`. */
export type CalibrationSamples = SampleArray | ModelBytes;

/** What calibration observed, before equalization. */
export interface CalibrationRanges {
  /**
   * Layer → its largest absolute value, or one for each channel; `input_quantizer/min` and
   * `input_quantizer/max` are those of the model's input.
   */
  observed: Record<string, number[]>;
}

export interface QuantizeOptions extends CallOptions {
  /** Bitwidth of the outputs of ReLU and Activation, and of a pooling after them; default 8. */
  activationBits?: number;
  /** One range for a tensor, not one for each channel; default false. */
  perTensorActivations?: boolean;
  /** Bitwidth of weights; default 8. */
  weightBits?: number;
  /** Bitwidth of other outputs; default 8. */
  outputBits?: number;
  /** Bitwidth of the weights of the first layer that has some; default 8. */
  inputWeightBits?: number;
  /** Integer type that the model's inputs are quantized to; default `uint8`. */
  inputDtype?: string;
  /** Bitwidth of accumulators, at most; default 32. */
  bufferBits?: number;
  /** Quantize the output of a model that is quantized to its end, to this many bits. */
  lastOutputBits?: number;
  /** Layer name → its `quant_config`, in place of the one chosen. */
  qConfig?: Record<string, unknown>;
  /** What follows this layer stays float. */
  quantizeUntil?: string;
  /** Shape of the input without the batch; default: that of the samples, else the model's own. */
  inputShape?: readonly number[];
  /** Default: random ones, with a warning: the result is then not accurate. */
  samples?: CalibrationSamples;
  /** Samples used, at most; without `samples`: how many random ones are made. Default 1024. */
  numSamples?: number;
  /** Samples whose ranges are averaged as one; default: one, up to `numSamples` samples. */
  batchSize?: number;
  /** How often the samples are used; default 1. */
  epochs?: number;
  /** Of random samples: the same seed gives the same model. Default 0. */
  seed?: number;
  /** Ranges that an earlier quantization observed, in place of samples. */
  ranges?: CalibrationRanges;
  /**
   * Where QuantizeML aligns the channels of a Flatten by shifts: `keep` them (default), or `drop`
   * them as the official converter does, at a loss of accuracy.
   */
  flattenShift?: 'keep' | 'drop';
  /**
   * Measure the quantization error of each layer with this many samples, the first ones (or random
   * ones); default: do not. QuantizeML's own analysis takes 16.
   */
  analysisSamples?: number;
  /** Target generation; default: `getAkidaVersion()`. */
  akidaVersion?: AkidaVersion;
  /** Akida runtime version to stamp into the `.fbz`; default: the oldest that runs it. */
  runtimeVersion?: string;
}

export interface QuantizeResult {
  /** The quantized Keras model, as QuantizeML saves it. */
  h5: Uint8Array<ArrayBuffer>;
  /** The Akida model file; null: the quantized model cannot become one, for these `problems`. */
  fbz: Uint8Array<ArrayBuffer> | null;
  /** The Akida model: layers, shapes, sizes. */
  model: AkidaModel | null;
  /** What was observed: given as `ranges` again, it needs no samples. */
  ranges: CalibrationRanges;
  /** The quantization error of each layer, in model order; empty without `analysisSamples`. */
  analysis: LayerQuantizationError[];
  /** Why there is no `fbz`. */
  problems: Problem[];
  warnings: Problem[];
  /** A table of the Akida model like `akida.Model.summary()`; empty without one. */
  summary: string;
  report: QuantizeReport;
}

/** `Float32Array` → `float32`. A view of a class of one's own has none. */
function dtypeOf(data: SampleData): string {
  const name = Object.prototype.toString.call(data).slice(8, -1);
  const match = /^(Uint|Int|Float)(8|16|32|64)(?:Clamped)?Array$/.exec(name);
  if (!match) throw argumentError(`samples.data is of a type that is not taken: ${name}`);
  return `${String(match[1]).toLowerCase()}${String(match[2])}`;
}

function isPositive(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function rawArray({ data, shape }: SampleArray): RawSamples {
  const extents = [...shape];
  const product = extents.reduce((size, extent) => size * extent, 1);
  if (extents.length < 2 || !extents.every(isPositive) || product !== data.length) {
    throw argumentError(
      `samples of the shape [${extents.join(', ')}] have ${String(product)} numbers, not ` +
        `${String(data.length)}; the first extent is the number of samples`,
    );
  }
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { bytes, dtype: dtypeOf(data), shape: extents };
}

/** Samples as they go to the module. */
export async function rawSamples(samples: CalibrationSamples): Promise<RawSamples> {
  return 'shape' in samples ? rawArray(samples) : { npz: await bytesOf(samples) };
}

const NUMBERS = [
  'activationBits',
  'weightBits',
  'outputBits',
  'inputWeightBits',
  'bufferBits',
  'lastOutputBits',
  'numSamples',
  'batchSize',
  'epochs',
  'analysisSamples',
] as const;

function numbersOf(options: QuantizeOptions): Partial<Record<(typeof NUMBERS)[number], number>> {
  const numbers: Partial<Record<(typeof NUMBERS)[number], number>> = {};
  for (const name of NUMBERS) {
    const value = options[name];
    if (value === undefined) continue;
    if (!isPositive(value))
      throw argumentError(`${name}=${String(value)} must be a whole number above 0`);
    numbers[name] = value;
  }
  return numbers;
}

/** Throws `E_ARGUMENT` for what no model can be quantized with. */
export function rawOptions(options: QuantizeOptions): RawQuantizeOptions {
  const { seed, inputShape, flattenShift = 'keep' } = options;
  if (seed !== undefined && !(Number.isSafeInteger(seed) && seed >= 0)) {
    throw argumentError(`seed=${String(seed)} must be an integer, 0 or above`);
  }
  if (inputShape && !inputShape.every(isPositive)) {
    throw argumentError(`inputShape=[${inputShape.join(', ')}] must be whole numbers above 0`);
  }
  if (!['keep', 'drop'].includes(flattenShift)) {
    throw argumentError(`flattenShift=${flattenShift} must be one of ['keep', 'drop']`);
  }
  return {
    ...numbersOf(options),
    ...(seed === undefined ? {} : { seed }),
    ...(inputShape ? { inputShape: [...inputShape] } : {}),
    perTensorActivations: options.perTensorActivations ?? false,
    inputDtype: options.inputDtype ?? '',
    qConfig: options.qConfig ? JSON.stringify(options.qConfig) : '',
    quantizeUntil: options.quantizeUntil ?? '',
    ranges: options.ranges ? JSON.stringify(options.ranges) : '',
    flattenShift,
    akidaVersion:
      options.akidaVersion === undefined
        ? getAkidaVersion()
        : akidaVersionFrom(options.akidaVersion),
    runtimeVersion: options.runtimeVersion ?? '',
  };
}

/** Throws `E_ARGUMENT` for what no model can be quantized with. */
export async function quantizeJob(
  bytes: ModelBytes,
  options: QuantizeOptions,
): Promise<QuantizeJob> {
  if (options.samples && options.ranges) {
    throw argumentError('samples and ranges both say what the ranges are: give one of them');
  }
  return {
    action: 'quantize',
    bytes,
    options: rawOptions(options),
    ...(options.samples ? { samples: await rawSamples(options.samples) } : {}),
  };
}

/** Throws unless there is a quantized model at least. */
export function quantizeResult({ h5, fbz, ranges, report, summary }: JobResult): QuantizeResult {
  const parsed = JSON.parse(report) as QuantizeReport;
  const { problems, warnings, model, analysis } = parsed;
  if (problems[0]?.id === 'E_CANCELLED') throw cancelledError(undefined, parsed);
  if (!h5 || !ranges) throw new ConversionError(problems, parsed);
  return {
    h5,
    fbz,
    model,
    ranges: JSON.parse(ranges) as CalibrationRanges,
    analysis,
    problems,
    warnings,
    summary,
    report: parsed,
  };
}
