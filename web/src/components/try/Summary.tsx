// SPDX-License-Identifier: Apache-2.0

import { useMemo } from 'preact/hooks';
import { formatMilliseconds, plural } from '../../format';
import type { FloatModel } from '../../quantize/classify';
import { sparsityOf } from '../../run/activity';
import { evaluate } from '../../run/evaluation';
import { Accuracy } from './Accuracy';
import { FloatAccuracy } from './FloatAccuracy';
import type { Trial } from './use-try';

interface Props {
  trial: Trial;
  /** What the Akida model was made of in this tab; null: it came from elsewhere. */
  float: FloatModel | null;
}

/** What a run of all samples said of the model. */
export function Summary({ trial, float }: Props) {
  const { samples, ran } = trial;
  const evaluation = useMemo(
    () => (samples?.labels && ran?.classes.length ? evaluate(samples.labels, ran.classes) : null),
    [samples, ran],
  );
  if (!samples || !ran) return null;
  const zeros = `${(100 * sparsityOf(ran.activity)).toFixed(1)}% of all outputs are zero`;
  if (!evaluation) {
    return (
      <p data-testid="ran">
        {plural(samples.count, 'sample')} in {formatMilliseconds(ran.milliseconds)}; {zeros}.
      </p>
    );
  }
  return (
    <>
      <Accuracy
        samples={samples}
        evaluation={evaluation}
        classes={ran.classes}
        milliseconds={ran.milliseconds}
        onChoose={trial.choose}
      />
      <p class="quiet">{zeros}: each saves an Akida chip work.</p>
      {float && (
        <FloatAccuracy
          model={float}
          samples={samples}
          akida={ran.classes}
          correct={evaluation.correct}
        />
      )}
    </>
  );
}
