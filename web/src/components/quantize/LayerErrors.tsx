// SPDX-License-Identifier: Apache-2.0

import type { LayerQuantizationError, QuantizationError } from 'cnn2snn/worker';
import { plural } from '../../format';
import { gradeOf } from '../../graph/measures';
import { errorWords, MODE_NAMES } from '../../quantize/errors';

function Cells({ error: { smape, saturation } }: { error: QuantizationError }) {
  return (
    <>
      <td class="number">
        <span class={`grade-box grade-${gradeOf(smape)}`} aria-hidden="true" /> {errorWords(smape)}
      </td>
      <td class="number">{saturation.toFixed(1)}%</td>
    </>
  );
}

/** The quantization error of every layer, as the picture shows it one by one. */
export function LayerErrors({ analysis }: { analysis: readonly LayerQuantizationError[] }) {
  const worst = analysis.reduce((a, b) => (b.single.smape > a.single.smape ? b : a));
  return (
    <details class="ranges" data-testid="layer-errors">
      <summary>
        Quantization error of {plural(analysis.length, 'layer')}, at most{' '}
        {errorWords(worst.single.smape)} in <code>{worst.layer}</code>
      </summary>
      <p class="quiet errors-words">
        How far the quantized outputs are from the float ones on average (SMAPE, 0% to 100%), and
        how many values are at an end of their range. Small values count as much as large ones, so
        that 10% need not cost a right answer.
      </p>
      <div class="table-frame" role="region" aria-label="Quantization error" tabIndex={0}>
        <table class="layers">
          <thead>
            <tr>
              <th scope="col">Layer</th>
              <th scope="col" class="number">
                {MODE_NAMES.single}
              </th>
              <th scope="col" class="number">
                Saturated
              </th>
              <th scope="col" class="number">
                {MODE_NAMES.cumulative}
              </th>
              <th scope="col" class="number">
                Saturated
              </th>
            </tr>
          </thead>
          <tbody>
            {analysis.map(({ layer, single, cumulative }) => (
              <tr key={layer}>
                <th scope="row">{layer}</th>
                <Cells error={single} />
                <Cells error={cumulative} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
