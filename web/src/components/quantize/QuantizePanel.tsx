// SPDX-License-Identifier: Apache-2.0

import '../../styles/quantize.css';
import { useState } from 'preact/hooks';
import { stem } from '../../format';
import { quantize, type Quantized, type Settings } from '../../quantize/quantize';
import type { AkidaVersion, Shape } from '../../report';
import { BusyBar } from '../BusyBar';
import type { Tried } from '../try/TryPanel';
import { useTask } from '../use-task';
import { Calibration } from './Calibration';
import { Comparison } from './Comparison';
import { Made } from './Made';
import { QuantizeForm } from './QuantizeForm';

export interface QuantizeProps {
  file: File;
  version: AkidaVersion;
  inputShape: Shape | null;
  /** What to calibrate with; none: random samples. */
  samples: readonly File[];
  onSamples: (files: readonly File[]) => void;
  results: readonly Quantized[];
  tried: ReadonlyMap<Quantized, Tried>;
  chosen: Quantized | null;
  onResult: (result: Quantized) => void;
  onChoose: (result: Quantized) => void;
}

/** Quantizes a float model in the tab. */
export default function QuantizePanel(props: QuantizeProps) {
  const { file, version, inputShape, samples, onSamples, results, tried, chosen } = props;
  const [settings, setSettings] = useState<Settings>({
    weightBits: 8,
    activationBits: 8,
    inputWeightBits: 8,
    akidaVersion: version,
  });
  const { fraction, error, begin, cancel } = useTask();
  const start = (): void => {
    begin(async (onProgress, signal) => {
      const call = { file, stem: stem(file.name), settings, samples, inputShape };
      const result = await quantize({ ...call, onProgress, signal });
      if (!signal.aborted) props.onResult(result);
    });
  };
  return (
    <>
      <QuantizeForm settings={settings} onChange={setSettings} />
      <Calibration samples={samples} onSamples={onSamples} />
      {fraction === null ? (
        <div class="ways">
          <button
            type="button"
            class={`button ${results.length === 0 ? 'primary' : ''}`}
            data-testid="quantize"
            onClick={start}
          >
            {results.length === 0 ? 'Quantize here' : 'Quantize again, to compare'}
          </button>
        </div>
      ) : (
        <BusyBar words="Quantizing" fraction={fraction} onCancel={cancel} />
      )}
      {error && (
        <p class="try-error" role="alert" data-testid="quantize-error">
          {error}
        </p>
      )}
      {results.length > 0 && (
        <Comparison results={results} tried={tried} chosen={chosen} onChoose={props.onChoose} />
      )}
      {chosen && <Made result={chosen} />}
    </>
  );
}
