// SPDX-License-Identifier: Apache-2.0

import type { Samples } from '../../samples/samples';

const NUMBER = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
const MOST = 5;

export function className(samples: Samples | null, index: number): string {
  return samples?.classNames?.[index] ?? String(index);
}

/** The best classes of one sample with their scores, the first highest on top. */
export function Scores({ scores, samples }: { scores: Float32Array; samples: Samples }) {
  const ranked = Array.from(scores, (score, index) => ({ score, index }))
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, MOST);
  const low = Math.min(0, ...scores);
  const span = Math.max(...scores) - low || 1;
  return (
    <ol class="scores" data-testid="scores" aria-label="Classes with the highest scores">
      {ranked.map(({ score, index }) => (
        <li key={index}>
          <span class="score-class">{className(samples, index)}</span>
          <span class="score-track">
            <span class="score-bar" style={{ width: `${(100 * (score - low)) / span}%` }} />
          </span>
          <span class="score-value">{NUMBER.format(score)}</span>
        </li>
      ))}
    </ol>
  );
}
