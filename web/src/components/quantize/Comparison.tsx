// SPDX-License-Identifier: Apache-2.0

import { akidaGeneration, formatBytes, formatMilliseconds } from '../../format';
import type { Quantized } from '../../quantize/quantize';
import { share } from '../try/OutputMaps';
import type { Tried } from '../try/TryPanel';

interface Props {
  results: readonly Quantized[];
  tried: ReadonlyMap<Quantized, Tried>;
  chosen: Quantized | null;
  onChoose: (result: Quantized) => void;
}

function accuracyWords(tried: Tried | undefined): string {
  if (!tried) return 'not tried yet';
  if (tried.correct === null) return 'no labels';
  return `${tried.correct} of ${tried.samples} (${share(tried.correct, tried.samples)})`;
}

/** All results of one model beside each other: one of them is shown below. */
export function Comparison({ results, tried, chosen, onChoose }: Props) {
  return (
    <div class="table-frame" role="region" aria-label="Quantized models" tabIndex={0}>
      <table class="layers" data-testid="comparison">
        <thead>
          <tr>
            <th scope="col">Weights / activations / first layer</th>
            <th scope="col">For</th>
            <th scope="col">Calibrated with</th>
            <th scope="col" class="number">
              .fbz
            </th>
            <th scope="col" class="number">
              Right
            </th>
            <th scope="col" class="number">
              Zeros
            </th>
            <th scope="col" class="number">
              Made in
            </th>
          </tr>
        </thead>
        <tbody>
          {results.map((result, at) => {
            const { weightBits, activationBits, inputWeightBits, akidaVersion } = result.settings;
            const of = tried.get(result);
            return (
              <tr key={at} class={result === chosen ? 'selected' : ''}>
                <th scope="row">
                  <button
                    type="button"
                    class="link"
                    aria-current={result === chosen ? 'true' : undefined}
                    onClick={() => {
                      onChoose(result);
                    }}
                  >
                    {weightBits} / {activationBits} / {inputWeightBits} bit
                  </button>
                </th>
                <td>{akidaGeneration(akidaVersion)}</td>
                <td>{result.calibration}</td>
                <td class="number">{result.fbz ? formatBytes(result.fbz.size) : 'none'}</td>
                <td class="number">{accuracyWords(of)}</td>
                <td class="number">{of ? `${(100 * of.sparsity).toFixed(1)}%` : '–'}</td>
                <td class="number">{formatMilliseconds(result.milliseconds)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
