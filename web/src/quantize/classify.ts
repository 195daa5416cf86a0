// SPDX-License-Identifier: Apache-2.0

import type { Samples } from '../samples/samples';
import { converter, type Quantized } from './quantize';

/** How many samples a model and what was made of it get right. */
export interface SideBySide {
  float: number;
  /** Null: a part of the quantized model is not quantized. */
  quantized: number | null;
  /** Samples that the float and the Akida model give the same class. */
  alike: number;
  milliseconds: number;
}

/** A float model, and how it was quantized. */
export interface FloatModel {
  file: File;
  quantized: Quantized;
}

interface Call {
  model: FloatModel;
  samples: Samples;
  /** What the Akida model said to each. */
  akida: readonly number[];
  onProgress: (fraction: number) => void;
  signal: AbortSignal;
}

/** Runs the float model and the quantized one on the samples that the Akida model was tried on. */
export async function sideBySide(call: Call): Promise<SideBySide> {
  const { model, samples, akida, onProgress, signal } = call;
  const start = performance.now();
  const { floatClasses, quantizedClasses } = await converter.classify(model.file, {
    ...model.quantized.settings,
    ranges: model.quantized.ranges,
    samples: { data: samples.data, shape: [samples.count, ...samples.shape] },
    onProgress,
    signal,
  });
  const agreeing = (classes: readonly number[], others: readonly number[]): number =>
    classes.filter((one, at) => one === others[at]).length;
  const labels = samples.labels ?? [];
  return {
    float: agreeing(floatClasses, labels),
    quantized: quantizedClasses && agreeing(quantizedClasses, labels),
    alike: agreeing(floatClasses, akida),
    milliseconds: performance.now() - start,
  };
}
