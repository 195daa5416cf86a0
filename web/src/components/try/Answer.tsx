// SPDX-License-Identifier: Apache-2.0

import { SamplePicture } from './SamplePicture';
import { className, Scores } from './Scores';
import type { Trial } from './use-try';

/** One sample, and what the model says to it. */
export function Answer({ trial }: { trial: Trial }) {
  const { samples, chosen, shown, run } = trial;
  if (!samples) return null;
  const label = samples.labels?.[chosen];
  return (
    <div class="answer" aria-live="polite">
      <figure>
        <SamplePicture samples={samples} index={chosen} label={samples.titleOf(chosen)} />
        <figcaption>
          {samples.titleOf(chosen)}
          {label !== undefined && `, class ${className(samples, label)}`}
        </figcaption>
      </figure>
      {shown && run?.runner.hasScores && <Scores scores={shown.scores} samples={samples} />}
      {shown && run && !run.runner.hasScores && (
        <p>
          This model gives no scores. Choose a layer in the picture of the network to see its
          outputs.
        </p>
      )}
    </div>
  );
}
