// SPDX-License-Identifier: Apache-2.0

import '../../styles/try.css';
import { useEffect, useState } from 'preact/hooks';
import { formatShape } from '../../format';
import type { FloatModel } from '../../quantize/classify';
import type { AkidaModel } from '../../report';
import { sparsityOf, type Activity } from '../../run/activity';
import { evaluate } from '../../run/evaluation';
import { BusyBar } from '../BusyBar';
import { Answer } from './Answer';
import { Camera } from './Camera';
import { Drawing } from './Drawing';
import { SampleChooser } from './SampleChooser';
import { Summary } from './Summary';
import { useTry, type Trial } from './use-try';
import { Ways, type Way } from './Ways';

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
  /** The float model it was made of; null: not known. */
  float: FloatModel | null;
  /** What the layers made of the sample that is shown; null: none is. */
  onActivity: (activity: Activity | null) => void;
  onTried?: ((tried: Tried) => void) | undefined;
}

function takes({ run }: Trial): string {
  if (!run) return '';
  const { inputShape, inputRange, floatInput } = run.runner;
  const numbers = floatInput
    ? 'numbers as the float model took them'
    : `whole numbers from ${inputRange[0]} to ${inputRange[1]}`;
  return `It takes ${formatShape(inputShape)}, ${numbers}.`;
}

/** The model at work on samples of the visitor's. */
export default function TryPanel(props: TryProps) {
  const { fbz, model, files, onFiles, float, onActivity, onTried } = props;
  const trial = useTry(fbz, model, files);
  const { run, samples, ran, shown, busy, error } = trial;
  const [way, setWay] = useState<Way>('files');
  useEffect(() => {
    onActivity(shown?.activity ?? null);
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
  return (
    <>
      <p class="quiet">
        Drop pictures, a folder of them or a <code>.npy</code> or <code>.npz</code> array anywhere
        on the page. {takes(trial)}
      </p>
      <Ways way={way} channels={shape?.[2] ?? 0} onWay={setWay} onFiles={onFiles} />
      {busy && <BusyBar {...busy} onCancel={trial.cancel} />}
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
      <Summary trial={trial} float={float} />
    </>
  );
}
