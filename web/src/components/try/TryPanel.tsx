// SPDX-License-Identifier: Apache-2.0

import '../../styles/try.css';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { formatMilliseconds, formatShape, plural } from '../../format';
import type { Measure, Measures } from '../../graph/network';
import type { AkidaModel } from '../../report';
import { sparsityOf, type Activity } from '../../run/activity';
import { evaluate } from '../../run/evaluation';
import { Accuracy } from './Accuracy';
import { Camera, HAS_CAMERA } from './Camera';
import { Drawing } from './Drawing';
import { OutputMaps, share } from './OutputMaps';
import { SampleChooser } from './SampleChooser';
import { SamplePicture } from './SamplePicture';
import { className, Scores } from './Scores';
import { SampleFiles } from './SampleFiles';
import { useTry, type Trial } from './use-try';

/** What a run of many samples said of the model. */
export interface Tried {
  samples: number;
  /** Without labels: null. */
  correct: number | null;
  /** Share of zeros in the outputs of all layers. */
  sparsity: number;
}

export interface TryProps {
  fbz: Blob;
  model: AkidaModel;
  files: readonly File[];
  onFiles: (files: readonly File[]) => void;
  /** What the layers of the picture have to show, or nothing. */
  onMeasures: (measures: Measures | null) => void;
  onTried?: ((tried: Tried) => void) | undefined;
}

function measuresOf(activity: Activity): Measures {
  const of = new Map(
    activity.map(({ name, zeros, values }): [string, Measure] => [
      name,
      { words: `${share(zeros, values)} zeros`, heat: zeros / Math.max(1, values) },
    ]),
  );
  return {
    of,
    detailsOf: (name) => {
      const layer = activity.find((own) => own.name === name);
      return layer ? <OutputMaps of={layer} /> : null;
    },
  };
}

function takes({ run }: Trial): string {
  if (!run) return '';
  const { inputShape, inputRange, floatInput } = run.runner;
  const numbers = floatInput
    ? 'numbers as the float model took them'
    : `whole numbers from ${inputRange[0]} to ${inputRange[1]}`;
  return `It takes ${formatShape(inputShape)}, ${numbers}.`;
}

/** One sample, and what the model says to it. */
function Answer({ trial }: { trial: Trial }) {
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

function Summary({ trial }: { trial: Trial }) {
  const { samples, ran } = trial;
  const evaluation = useMemo(
    () => (samples?.labels && ran?.classes.length ? evaluate(samples.labels, ran.classes) : null),
    [samples, ran],
  );
  if (!samples || !ran) return null;
  const zeros = `${(100 * sparsityOf(ran.activity)).toFixed(1)}% of all outputs are zero`;
  if (evaluation) {
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
      </>
    );
  }
  return (
    <p data-testid="ran">
      {plural(samples.count, 'sample')} in {formatMilliseconds(ran.milliseconds)}; {zeros}.
    </p>
  );
}

/** The model at work on samples of the visitor's. */
export default function TryPanel(props: TryProps) {
  const { fbz, model, files, onFiles, onMeasures, onTried } = props;
  const trial = useTry(fbz, model, files);
  const { run, samples, ran, shown, busy, error } = trial;
  const [way, setWay] = useState<'files' | 'draw' | 'camera'>('files');
  useEffect(() => {
    onMeasures(shown ? measuresOf(shown.activity) : null);
  }, [shown]);
  useEffect(() => {
    if (!ran || !samples) return;
    const correct =
      samples.labels && ran.classes.length > 0
        ? evaluate(samples.labels, ran.classes).correct
        : null;
    onTried?.({ samples: samples.count, correct, sparsity: sparsityOf(ran.activity) });
  }, [ran]);
  const shape = run?.runner.inputShape;
  const channels = shape?.[2] ?? 0;
  const toggle = (to: 'draw' | 'camera') => () => {
    setWay(way === to ? 'files' : to);
  };
  return (
    <>
      <p class="quiet">
        Drop pictures, a folder of them or a <code>.npy</code> or <code>.npz</code> array anywhere
        on the page. {takes(trial)}
      </p>
      <div class="ways">
        <SampleFiles onFiles={onFiles} />
        {channels === 1 && (
          <button
            type="button"
            class="button small"
            aria-pressed={way === 'draw'}
            onClick={toggle('draw')}
          >
            Draw
          </button>
        )}
        {(channels === 1 || channels === 3) && HAS_CAMERA && (
          <button
            type="button"
            class="button small"
            aria-pressed={way === 'camera'}
            onClick={toggle('camera')}
          >
            Camera
          </button>
        )}
      </div>
      {busy && (
        <div class="busy">
          <progress
            class="progress"
            aria-label={busy.words}
            max={1}
            {...(busy.fraction === null ? {} : { value: busy.fraction })}
          />
          <span>{busy.words}</span>
          <button type="button" class="button small" onClick={trial.cancel}>
            Cancel
          </button>
        </div>
      )}
      {error && (
        <p class="try-error" role="alert" data-testid="try-error">
          {error}
        </p>
      )}
      <div class="try-body">
        {shape && way === 'draw' && <Drawing shape={shape} onSample={trial.give} />}
        {shape && way === 'camera' && (
          <Camera shape={shape} ready={!samples || shown !== null} onSample={trial.give} />
        )}
        <Answer trial={trial} />
      </div>
      {samples && samples.count > 1 && <SampleChooser trial={trial} />}
      <Summary trial={trial} />
    </>
  );
}
