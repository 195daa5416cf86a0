// SPDX-License-Identifier: Apache-2.0

import { plural } from '../../format';
import { SampleFiles } from '../try/SampleFiles';

interface Props {
  samples: readonly File[];
  onSamples: (files: readonly File[]) => void;
}

function Words({ samples }: { samples: readonly File[] }) {
  if (samples.length > 0) {
    return (
      <p data-testid="calibration">
        Calibrated with{' '}
        {samples.length === 1 ? samples[0]?.name : plural(samples.length, 'picture')}.
      </p>
    );
  }
  return (
    <p class="doubt" data-testid="calibration">
      Without samples, random ones stand in: the file shows whether and how large the model comes
      out, but it will not be accurate. A hundred typical inputs, unlabelled, are enough.
    </p>
  );
}

/** What the model is calibrated with, and an honest word about it. */
export function Calibration({ samples, onSamples }: Props) {
  return (
    <>
      <div class="ways">
        <SampleFiles onFiles={onSamples} />
        {samples.length > 0 && (
          <button
            type="button"
            class="button small"
            onClick={() => {
              onSamples([]);
            }}
          >
            Random samples instead
          </button>
        )}
      </div>
      <Words samples={samples} />
    </>
  );
}
