// SPDX-License-Identifier: Apache-2.0

import type { Outcome } from '../../engine';
import { Totals } from '../Totals';

/** Sizes and counts of a model that was converted or opened. */
export function OutcomeTotals({ outcome }: { outcome: Outcome }) {
  if (outcome.kind === 'converted' && outcome.report.model) {
    return (
      <Totals
        model={outcome.report.model}
        source={`.${outcome.report.file ?? 'h5'}`}
        h5Bytes={outcome.report.source_bytes}
        fbzBytes={outcome.fbz.size}
        milliseconds={outcome.milliseconds}
      />
    );
  }
  if (outcome.kind === 'inspected' && outcome.report.model) {
    return (
      <Totals
        model={outcome.report.model}
        h5Bytes={null}
        fbzBytes={outcome.report.file_bytes}
        milliseconds={outcome.milliseconds}
      />
    );
  }
  return null;
}
