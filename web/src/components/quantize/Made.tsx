// SPDX-License-Identifier: Apache-2.0

import type { Quantized } from '../../quantize/quantize';
import { Problems } from '../Problems';
import { Downloads } from './Downloads';
import { LayerErrors } from './LayerErrors';
import { Ranges } from './Ranges';

/** The chosen result: its files, what quantizing cost, and what calibration saw. */
export function Made({ result }: { result: Quantized }) {
  const { problems, warnings, analysis } = result.report;
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
      {analysis.length > 0 && <LayerErrors analysis={analysis} />}
      <Ranges ranges={result.ranges} />
    </div>
  );
}
