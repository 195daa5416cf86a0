// SPDX-License-Identifier: Apache-2.0

/** How often the model was right, and what it took for what. */
export interface Evaluation {
  samples: number;
  correct: number;
  /** Row: the true class; column: the class the model gave. */
  confusion: readonly (readonly number[])[];
  /** Places of the samples it got wrong. */
  wrong: readonly number[];
}

export function evaluate(labels: readonly number[], classes: readonly number[]): Evaluation {
  const size = 1 + Math.max(...labels, ...classes);
  const confusion = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const wrong: number[] = [];
  labels.forEach((label, at) => {
    const given = classes[at] ?? 0;
    const row = confusion[label];
    if (row) row[given] = (row[given] ?? 0) + 1;
    if (label !== given) wrong.push(at);
  });
  return {
    samples: labels.length,
    correct: labels.length - wrong.length,
    confusion,
    wrong,
  };
}
