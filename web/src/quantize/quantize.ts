// SPDX-License-Identifier: Apache-2.0

import {
  createConverter,
  type CalibrationRanges,
  type CalibrationSamples,
  type QuantizeReport,
} from 'cnn2snn/worker';
import type { AkidaVersion, Shape } from '../report';
import { SampleError } from '../samples/npy';
import { loadSamples } from '../samples/samples';

export type Bits = 4 | 8;

export interface Settings {
  weightBits: Bits;
  activationBits: Bits;
  /** Of the first layer. */
  inputWeightBits: Bits;
  akidaVersion: AkidaVersion;
}

/** A float model quantized with some settings. */
export interface Quantized {
  settings: Settings;
  /** "digits_i8_w8_a8": as the command line names it. */
  name: string;
  h5: Blob;
  /** Null: the quantized model cannot become an Akida model, for the problems of the report. */
  fbz: Blob | null;
  ranges: CalibrationRanges;
  report: QuantizeReport;
  milliseconds: number;
  /** What it was calibrated with, in words. */
  calibration: string;
}

/** As many as the command line averages the ranges of: the files are then the same. */
const BATCH_SIZE = 32;
/** As many as QuantizeML's own analysis measures the error with. */
const ANALYSIS_SAMPLES = 16;
/** Enough for ranges of a sort, and few enough to wait for. */
const RANDOM_SAMPLES = 64;

/** A worker of its own: other files are converted meanwhile, and a cancel ends this alone. */
export const converter = createConverter();

async function samplesOf(
  files: readonly File[],
  shape: Shape | null,
  signal: AbortSignal,
): Promise<CalibrationSamples> {
  const [only] = files;
  if (files.length === 1 && only && /\.np[yz]$/i.test(only.name)) return only;
  const [height = 0, width = 0, channels = 0] = shape ?? [];
  if (shape?.length !== 3 || Math.min(height, width, channels) < 1) {
    throw new SampleError(
      'the model does not say how large its inputs are: give a .npz array instead of pictures',
    );
  }
  const samples = await loadSamples(files, [height, width, channels], () => undefined, signal);
  return { data: samples.data, shape: [samples.count, ...samples.shape] };
}

function calibrationWords(files: readonly File[]): string {
  if (files.length === 0) return 'random samples';
  return files.length === 1 ? (files[0]?.name ?? '') : `${files.length} pictures`;
}

interface Call {
  file: File;
  stem: string;
  settings: Settings;
  /** What to calibrate with; none: random samples. */
  samples: readonly File[];
  /** Of one input: height, width, channels. */
  inputShape: Shape | null;
  onProgress: (fraction: number) => void;
  signal: AbortSignal;
}

/** Quantizes a float model and converts it, as `cnn2snn quantize` does. */
export async function quantize(call: Call): Promise<Quantized> {
  const { file, stem, settings, samples, inputShape, onProgress, signal } = call;
  const calibration =
    samples.length > 0
      ? { samples: await samplesOf(samples, inputShape, signal) }
      : { numSamples: RANDOM_SAMPLES };
  const start = performance.now();
  const { h5, fbz, ranges, report } = await converter.quantize(file, {
    ...settings,
    ...calibration,
    batchSize: BATCH_SIZE,
    analysisSamples: ANALYSIS_SAMPLES,
    onProgress,
    signal,
  });
  const blob = (bytes: Uint8Array<ArrayBuffer>): Blob =>
    new Blob([bytes], { type: 'application/octet-stream' });
  const { inputWeightBits, weightBits, activationBits } = settings;
  return {
    settings,
    name: `${stem}_i${inputWeightBits}_w${weightBits}_a${activationBits}`,
    h5: blob(h5),
    fbz: fbz && blob(fbz),
    ranges,
    report,
    milliseconds: performance.now() - start,
    calibration: calibrationWords(samples),
  };
}
