// SPDX-License-Identifier: Apache-2.0

import '../../styles/quantize.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { plural, stem } from '../../format';
import { quantize, type Quantized, type Settings } from '../../quantize/quantize';
import type { AkidaVersion, Shape } from '../../report';
import { Problems } from '../Problems';
import { SampleFiles } from '../try/SampleFiles';
import type { Tried } from '../try/TryPanel';
import { Comparison } from './Comparison';
import { Downloads } from './Downloads';
import { QuantizeForm } from './QuantizeForm';
import { Ranges } from './Ranges';

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

function Calibration({ samples }: { samples: readonly File[] }) {
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

/** The chosen result: its files, and what calibration saw. */
function Made({ result }: { result: Quantized }) {
  const { problems, warnings } = result.report;
  const known = new Set<string>();
  return (
    <div class="made" data-testid="quantized">
      <Downloads result={result} />
      {problems.length > 0 && (
        <div class="failure">
          <Problems problems={problems} known={known} onOpen={() => undefined} />
        </div>
      )}
      {warnings.length > 0 && (
        <div class="note doubt">
          <Problems problems={warnings} known={known} onOpen={() => undefined} />
        </div>
      )}
      <Ranges ranges={result.ranges} />
    </div>
  );
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
  const [fraction, setFraction] = useState<number | null>(null);
  const [error, setError] = useState('');
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  const begin = (): void => {
    const own = new AbortController();
    const { signal } = own;
    abort.current = own;
    setFraction(0);
    setError('');
    quantize({
      file,
      stem: stem(file.name),
      settings,
      samples,
      inputShape,
      onProgress: (done) => {
        if (!signal.aborted) setFraction(done);
      },
      signal,
    })
      .then(
        (result) => {
          if (!signal.aborted) props.onResult(result);
        },
        (cause: unknown) => {
          if (!signal.aborted) setError(cause instanceof Error ? cause.message : String(cause));
        },
      )
      .finally(() => {
        if (abort.current === own) setFraction(null);
      });
  };

  return (
    <>
      <QuantizeForm settings={settings} onChange={setSettings} />
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
      <Calibration samples={samples} />
      {fraction === null ? (
        <div class="ways">
          <button
            type="button"
            class={`button ${results.length === 0 ? 'primary' : ''}`}
            data-testid="quantize"
            onClick={begin}
          >
            {results.length === 0 ? 'Quantize here' : 'Quantize again, to compare'}
          </button>
        </div>
      ) : (
        <div class="busy">
          <progress class="progress" aria-label="Quantizing" max={1} value={fraction} />
          <span>Quantizing</span>
          <button
            type="button"
            class="button small"
            onClick={() => {
              abort.current?.abort();
              setFraction(null);
            }}
          >
            Cancel
          </button>
        </div>
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
