// SPDX-License-Identifier: Apache-2.0

import { useEffect, useRef } from 'preact/hooks';
import type { Samples } from '../../samples/samples';

type Numbers = ArrayLike<number> & Iterable<number>;

/** The least and the most value of some numbers; not the same, so that a picture can be made. */
function rangeOf(values: Numbers): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high > low ? high : low + 1];
}

/** One channel, or three, of a height × width × channels array as pixels, darkest to brightest. */
export function paint(
  canvas: HTMLCanvasElement,
  values: Numbers,
  [height, width, channels]: readonly [number, number, number],
  channel: number | 'colour',
  [low, high]: readonly [number, number] = rangeOf(values),
): void {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;
  const pixels = context.createImageData(width, height);
  const scale = 255 / (high - low);
  for (let at = 0; at < width * height; at++) {
    for (let c = 0; c < 3; c++) {
      const from = channel === 'colour' ? c : channel;
      pixels.data[at * 4 + c] = ((values[at * channels + from] ?? 0) - low) * scale;
    }
    pixels.data[at * 4 + 3] = 255;
  }
  context.putImageData(pixels, 0, 0);
}

interface Props {
  samples: Samples;
  index: number;
  label: string;
}

/** A sample as the model gets it. */
export function SamplePicture({ samples, index, label }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const size = samples.data.length / samples.count;
    const own = samples.data.subarray(index * size, (index + 1) * size);
    const channel = samples.shape[2] === 3 ? 'colour' : 0;
    const range = own.some((value) => value < 0 || value > 255)
      ? rangeOf(own)
      : ([0, 255] as const);
    if (canvas.current) paint(canvas.current, own, samples.shape, channel, range);
  }, [samples, index]);
  return <canvas ref={canvas} class="sample-picture" role="img" aria-label={label} />;
}
