// SPDX-License-Identifier: Apache-2.0

import { loadModel, type Runner } from 'cnn2snn/run/worker';
import type { AkidaModel } from '../report';
import { SampleError } from '../samples/npy';
import type { Samples } from '../samples/samples';
import { activityOf, totalActivity, type Activity } from './activity';

const TYPES = { uint8: Uint8Array, int8: Int8Array, int16: Int16Array } as const;
/** Of the outputs of all layers that are asked for at once. */
const BATCH_BYTES = 2 ** 25;
const MOST_IN_BATCH = 64;

export interface Shown {
  /** Empty for a model without scores. */
  scores: Float32Array;
  activity: Activity;
}

export interface Ran {
  /** Of each sample, the first highest score; empty for a model without scores. */
  classes: number[];
  activity: Activity;
  milliseconds: number;
}

export interface Controls {
  onProgress?: (fraction: number) => void;
  signal?: AbortSignal;
}

/** An Akida model in workers of its own, and the questions the page has for it. */
export class RunModel {
  private constructor(
    readonly runner: Runner,
    readonly model: AkidaModel,
  ) {}

  static async load(fbz: Blob, model: AkidaModel, signal: AbortSignal): Promise<RunModel> {
    return new RunModel(await loadModel(fbz, { signal }), model);
  }

  /** One sample: its scores, and what every layer made of it. */
  async show(samples: Samples, index: number, { signal }: Controls = {}): Promise<Shown> {
    const options = { layers: true, ...(signal ? { signal } : {}) };
    const input = this.#inputOf(samples, index, index + 1);
    if (this.runner.hasState) await this.runner.reset();
    if (!this.runner.hasScores) {
      const { layers } = await this.runner.forward(input, options);
      return { scores: new Float32Array(), activity: activityOf(layers, this.model) };
    }
    const { scores, layers } = await this.runner.predict(input, options);
    return { scores: scores.data, activity: activityOf(layers, this.model) };
  }

  /** All samples, some at a time: their classes, and how busy the layers were. */
  async run(samples: Samples, { onProgress, signal }: Controls): Promise<Ran> {
    const { count } = samples;
    const batch = this.#batch();
    const classes: number[] = [];
    const parts: Activity[] = [];
    const start = performance.now();
    if (this.runner.hasState) await this.runner.reset();
    for (let first = 0; first < count; first += batch) {
      const last = Math.min(count, first + batch);
      const input = this.#inputOf(samples, first, last);
      const options = { layers: true, ...(signal ? { signal } : {}) };
      if (this.runner.hasScores) {
        const { scores, layers } = await this.runner.predict(input, options);
        classes.push(...firstHighest(scores.data, last - first));
        parts.push(activityOf(layers, this.model));
      } else {
        parts.push(activityOf((await this.runner.forward(input, options)).layers, this.model));
      }
      onProgress?.(last / count);
    }
    return {
      classes,
      activity: totalActivity(parts),
      milliseconds: performance.now() - start,
    };
  }

  dispose(): void {
    this.runner.dispose();
  }

  /** Some samples in the type the model takes. */
  #inputOf({ data: all, count, pictures }: Samples, first: number, end: number) {
    const size = all.length / count;
    const data = all.subarray(first * size, end * size);
    const { floatInput, inputType, inputRange } = this.runner;
    if (floatInput) return Float32Array.from(data);
    if (pictures && inputType === 'uint8') return Uint8Array.from(data);
    const whole = data instanceof Float32Array || data instanceof Float64Array;
    if (whole && data.some((value) => !Number.isInteger(value))) {
      throw new SampleError('the model takes whole numbers, and these are not');
    }
    const [low, high] = inputRange;
    if (data.some((value) => value < low || value > high)) {
      throw new SampleError(`the model takes numbers from ${low} to ${high}, and these go beyond`);
    }
    return TYPES[inputType].from(data);
  }

  #batch(): number {
    const bytes = this.runner.layers.reduce(
      (all, { outputShape: [x, y, z] }) => all + x * y * z * 4,
      0,
    );
    return Math.max(1, Math.min(MOST_IN_BATCH, Math.floor(BATCH_BYTES / bytes)));
  }
}

export function firstHighest(scores: Float32Array, samples: number): number[] {
  const size = scores.length / samples;
  return Array.from({ length: samples }, (_, sample) => {
    const own = scores.subarray(sample * size, (sample + 1) * size);
    return own.indexOf(own.reduce((most, score) => Math.max(most, score), -Infinity));
  });
}
