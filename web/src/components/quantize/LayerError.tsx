// SPDX-License-Identifier: Apache-2.0

import type { LayerQuantizationError } from 'cnn2snn/worker';
import { errorWords, MODE_NAMES } from '../../quantize/errors';

const MODES = ['single', 'cumulative'] as const;

/** The quantization error of one layer, beside the picture. */
export function LayerError({ error }: { error: LayerQuantizationError }) {
  return (
    <section class="layer-error" data-testid="layer-error">
      <h3>What quantizing did to it</h3>
      <dl class="properties">
        {MODES.map((mode) => (
          <div key={mode}>
            <dt>{MODE_NAMES[mode]}</dt>
            <dd>
              {errorWords(error[mode].smape)}, {error[mode].saturation.toFixed(1)}% saturated
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
