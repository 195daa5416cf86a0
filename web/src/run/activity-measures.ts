// SPDX-License-Identifier: Apache-2.0

import type { Measure, Measures } from '../graph/measures';
import type { Activity } from './activity';

/** The share of zeros of each layer: neither good nor bad, but work saved. */
export function zerosOf(activity: Activity): Measures {
  const of = new Map(
    activity.map(({ name, zeros, values }): [string, Measure] => {
      const part = zeros / Math.max(1, values);
      return [name, { words: `${(100 * part).toFixed(1)}% zeros`, part, grade: null }];
    }),
  );
  return { name: 'Zeros for the sample', of };
}
