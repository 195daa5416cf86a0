// SPDX-License-Identifier: Apache-2.0

import type { CalibrationRanges } from 'cnn2snn/worker';
import { plural } from '../../format';

const NUMBER = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });

/** What calibration observed at each layer: its greatest absolute value, over all channels. */
export function Ranges({ ranges }: { ranges: CalibrationRanges }) {
  const layers = Object.entries(ranges.observed);
  return (
    <details class="ranges" data-testid="ranges">
      <summary>Ranges of {plural(layers.length, 'tensor')}</summary>
      <div class="table-frame" role="region" aria-label="Observed ranges" tabIndex={0}>
        <table class="layers">
          <thead>
            <tr>
              <th scope="col">Layer</th>
              <th scope="col" class="number">
                Channels
              </th>
              <th scope="col" class="number">
                Smallest range
              </th>
              <th scope="col" class="number">
                Largest range
              </th>
            </tr>
          </thead>
          <tbody>
            {layers.map(([name, values]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="number">{values.length}</td>
                <td class="number">{NUMBER.format(Math.min(...values))}</td>
                <td class="number">{NUMBER.format(Math.max(...values))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
