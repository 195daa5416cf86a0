// SPDX-License-Identifier: Apache-2.0

const ROWS = 11;
const COLUMNS = 60;
const CELL = 14;

/** A repeatable number in [0, 1) for a cell. */
function noise(row: number, column: number): number {
  const value = Math.sin(row * 127.1 + column * 311.7) * 43758.5453;
  return value - Math.floor(value);
}

function activation(row: number, column: number): number {
  const wave =
    Math.sin(row * 0.9 + column * 0.16) + Math.sin(row * 0.45 - column * 0.23 + 1.7) * 0.8;
  return Math.min(1, Math.max(0.04, 0.42 + wave * 0.34));
}

function smooth(value: number): number {
  const clamped = Math.min(1, Math.max(0, value));
  return clamped * clamped * (3 - 2 * clamped);
}

/**
 * The product in one picture: the same activations as graded values on the left, and on the right
 * as spikes that are there or not.
 */
export function Raster() {
  const cells = [];
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const value = activation(row, column);
      const spiking = smooth((column / (COLUMNS - 1) - 0.3) / 0.42);
      const spike = value > noise(row, column) * 0.95 ? 1 : 0;
      const opacity = value * (1 - spiking) + spike * spiking;
      if (opacity < 0.03) continue;
      const width = (CELL - 2) * (1 - spiking) + 2.6 * spiking;
      cells.push(
        <rect
          key={row * COLUMNS + column}
          class={spiking > 0.5 ? 'raster-spike' : 'raster-value'}
          x={(column * CELL + (CELL - width) / 2).toFixed(1)}
          y={row * CELL + 1}
          width={width.toFixed(1)}
          height={CELL - 2}
          rx={1.2}
          fill-opacity={opacity.toFixed(2)}
        />,
      );
    }
  }
  return (
    <svg
      class="raster"
      viewBox={`0 0 ${COLUMNS * CELL} ${ROWS * CELL}`}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      {cells}
    </svg>
  );
}
