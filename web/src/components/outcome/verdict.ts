// SPDX-License-Identifier: Apache-2.0

import type { Outcome } from '../../engine';
import { akidaGeneration, plural } from '../../format';
import type { Job } from '../../jobs';
import { compatibilityVerdict } from '../Compatibility';
import type { Tone } from '../Note';

/** What became of a file, in a sentence. */
export function verdictOf(
  outcome: Outcome,
  version: Job['version'],
): { tone: Tone; verdict: string } {
  switch (outcome.kind) {
    case 'converted':
      return {
        tone: 'good',
        verdict: `Converted for ${akidaGeneration(outcome.report.target ?? version)}`,
      };
    case 'inspected': {
      const { model } = outcome.report;
      const made = `made for IP ${model?.ip_version ?? 'unknown'}`;
      return {
        tone: 'good',
        verdict: `Akida file, ${made}, file version ${model?.version ?? 'unknown'}`,
      };
    }
    case 'compatibility':
      return compatibilityVerdict(outcome.report);
    case 'refused': {
      const { report } = outcome;
      const what =
        report.action === 'info'
          ? 'Cannot be opened'
          : `Cannot be converted for ${akidaGeneration(report.target ?? version)}`;
      return { tone: 'bad', verdict: `${what}: ${plural(report.problems.length, 'problem')}` };
    }
  }
}
