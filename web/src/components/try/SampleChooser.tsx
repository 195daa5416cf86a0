// SPDX-License-Identifier: Apache-2.0

import { formatCount } from '../../format';
import type { Trial } from './use-try';

/** Steps through many samples. */
export function SampleChooser({ trial }: { trial: Trial }) {
  const { samples, chosen, choose } = trial;
  if (!samples) return null;
  const last = samples.count - 1;
  return (
    <div class="sample-chooser">
      <button
        type="button"
        class="button small"
        disabled={chosen === 0}
        onClick={() => {
          choose(chosen - 1);
        }}
      >
        Previous
      </button>
      <label>
        Sample{' '}
        <input
          type="range"
          min={0}
          max={last}
          value={chosen}
          data-testid="sample"
          onInput={(event) => {
            choose(Number(event.currentTarget.value));
          }}
        />
      </label>
      <span>
        {formatCount(chosen + 1)} of {formatCount(samples.count)}
      </span>
      <button
        type="button"
        class="button small"
        disabled={chosen === last}
        onClick={() => {
          choose(chosen + 1);
        }}
      >
        Next
      </button>
    </div>
  );
}
