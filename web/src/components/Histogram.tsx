// SPDX-License-Identifier: Apache-2.0

import type { AkidaVariable } from '../report';

const BAR_WIDTH = 10;
const HEIGHT = 40;

/** How the values of a variable spread between its least and greatest. */
export function Histogram({ variable }: { variable: AkidaVariable }) {
  const { histogram, min, max } = variable;
  const most = Math.max(...histogram, 1);
  if (histogram.length === 0) return null;
  if (min === max) return <p class="histogram-constant">All values are {min}</p>;
  return (
    <figure class="histogram">
      <svg
        viewBox={`0 0 ${histogram.length * BAR_WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Histogram of ${variable.name} from ${min} to ${max}: ${histogram.join(', ')}`}
      >
        {histogram.map((count, at) => {
          // Rare values stay visible: anything above zero is at least a line.
          const height = count === 0 ? 0 : Math.max(1, (count / most) * HEIGHT);
          return (
            <rect
              key={at}
              x={at * BAR_WIDTH + 0.5}
              y={HEIGHT - height}
              width={BAR_WIDTH - 1}
              height={height}
            />
          );
        })}
      </svg>
      <figcaption>
        <span>{min}</span>
        <span>{max}</span>
      </figcaption>
    </figure>
  );
}
