// SPDX-License-Identifier: Apache-2.0

/** What was measured at a layer, to be shown in the picture. */
export interface Measure {
  words: string;
  /** How long the bar along its node is: 0…1. */
  part: number;
  /** How bad it is, as a colour of the node; null: neither good nor bad. */
  grade: Grade | null;
}

/** One kind of measure, of some layers. */
export interface Measures {
  name: string;
  of: ReadonlyMap<string, Measure>;
}

export type Grade = 0 | 1 | 2 | 3 | 4;

/** From which error on a layer has which grade: about half a decade each. */
const GRADES: readonly number[] = [0, 0.01, 0.03, 0.1, 0.3];

export const GRADE_NAMES: readonly string[] = [
  'below 1%',
  '1% to 3%',
  '3% to 10%',
  '10% to 30%',
  '30% and more',
];

/** @param error from 0 to 1. */
export function gradeOf(error: number): Grade {
  return GRADES.reduce((grade, least, at) => (error >= least ? at : grade), 0) as Grade;
}
