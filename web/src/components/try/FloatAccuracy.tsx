// SPDX-License-Identifier: Apache-2.0

import { useState } from 'preact/hooks';
import { formatCount, formatMilliseconds } from '../../format';
import { sideBySide, type FloatModel, type SideBySide } from '../../quantize/classify';
import type { Samples } from '../../samples/samples';
import { BusyBar } from '../BusyBar';
import { useTask } from '../use-task';
import { share } from './OutputMaps';

interface Props {
  model: FloatModel;
  samples: Samples;
  /** What the Akida model said to each sample, and how often that was right. */
  akida: readonly number[];
  correct: number;
}

interface TableProps {
  found: SideBySide;
  correct: number;
  samples: number;
}

function Table({ found, correct, samples }: TableProps) {
  const rows: [string, number | null][] = [
    ['Float model', found.float],
    ['Quantized model, as QuantizeML runs it', found.quantized],
    ['Akida model', correct],
  ];
  return (
    <table class="side-by-side" data-testid="side-by-side">
      <caption>
        Right, of the same {formatCount(samples)} samples. The float and the Akida model agree on{' '}
        {share(found.alike, samples)} of them; {formatMilliseconds(found.milliseconds)}.
      </caption>
      <tbody>
        {rows.map(([name, right]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{right === null ? 'a part of it is not quantized' : formatCount(right)}</td>
            <td>{right !== null && share(right, samples)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What quantizing cost: the accuracy before it and after it, on the samples tried. */
export function FloatAccuracy({ model, samples, akida, correct }: Props) {
  // Of these samples: others are run anew.
  const [found, setFound] = useState<{ of: Samples; result: SideBySide } | null>(null);
  const { fraction, error, begin, cancel } = useTask();
  const start = (): void => {
    begin(async (onProgress, signal) => {
      const result = await sideBySide({ model, samples, akida, onProgress, signal });
      if (!signal.aborted) setFound({ of: samples, result });
    });
  };
  if (fraction !== null) {
    return <BusyBar words="Running the float model" fraction={fraction} onCancel={cancel} />;
  }
  if (found?.of === samples) {
    return <Table found={found.result} correct={correct} samples={samples.count} />;
  }
  return (
    <>
      <div class="ways">
        <button type="button" class="button small" data-testid="run-float" onClick={start}>
          Compare with the float model
        </button>
      </div>
      {error && (
        <p class="try-error" role="alert" data-testid="float-error">
          {error}
        </p>
      )}
    </>
  );
}
