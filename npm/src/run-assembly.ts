// SPDX-License-Identifier: Apache-2.0
import type { RawArray, RawForward } from './cnn2snn-run.mjs';
import type { Problem } from './report.js';

interface JsonReport {
  problems: Problem[];
  warnings: Problem[];
}

/** Some samples of an input. */
export function partOf(input: RawArray, first: number, count: number): RawArray {
  const [samples = 1, ...one] = input.shape;
  const size = input.data.length / samples;
  return {
    type: input.type,
    shape: [count, ...one],
    data: input.data.slice(first * size, (first + count) * size),
  };
}

/** Puts the results of parts of a call together as if it had been one. */
export class Assembly {
  readonly #samples: number;
  #whole: RawForward | undefined;
  readonly #classes: number[][];
  readonly #warnings = new Map<string, Problem>();

  constructor(samples: number) {
    this.#samples = samples;
    this.#classes = [];
  }

  put(first: number, count: number, part: RawForward): void {
    const whole = (this.#whole ??= this.#make(count, part));
    const pairs: [RawArray | null | undefined, RawArray | null | undefined][] = [
      [whole.output, part.output],
      [whole.scores, part.scores],
      ...whole.layers.map((layer, i): [RawArray, RawArray | undefined] => [layer, part.layers[i]]),
    ];
    for (const [to, from] of pairs) {
      if (to && from) to.data.set(from.data, (from.data.length / count) * first);
    }
    this.#classes[first] = part.classes;
    for (const warning of (JSON.parse(part.report) as JsonReport).warnings) {
      this.#warnings.set(JSON.stringify(warning), warning);
    }
  }

  result(): RawForward {
    if (!this.#whole) throw new Error('no part of the call gave a result');
    const report: JsonReport = { problems: [], warnings: [...this.#warnings.values()] };
    // Places between the first samples of parts are empty: flat() leaves them out.
    return { ...this.#whole, report: JSON.stringify(report), classes: this.#classes.flat() };
  }

  #make(count: number, part: RawForward): RawForward {
    const room = (array: RawArray): RawArray => ({
      type: array.type,
      shape: [this.#samples, ...array.shape.slice(1)],
      data: new Uint8Array((array.data.length / count) * this.#samples),
    });
    return {
      report: '',
      output: part.output && room(part.output),
      scores: part.scores && room(part.scores),
      layers: part.layers.map(room),
      classes: [],
    };
  }
}
