// SPDX-License-Identifier: Apache-2.0

import { sampleOfPixels, type Shape3 } from 'cnn2snn/pictures';
import { useEffect, useRef } from 'preact/hooks';
import type { Samples } from '../../samples/samples';

const SIZE = 224;

export function oneSample(data: Float32Array, shape: Shape3, title: string): Samples {
  return {
    data: data.map((value) => Math.round(value)),
    count: 1,
    shape,
    pictures: true,
    labels: null,
    classNames: null,
    titleOf: () => title,
  };
}

/** Halved until it is near the sample's size: every stroke counts, as a camera would average it. */
function reduced(from: HTMLCanvasElement, [height, width]: Shape3): ImageData | null {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.imageSmoothingQuality = 'high';
  context.drawImage(from, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

interface Props {
  shape: Shape3;
  onSample: (samples: Samples) => void;
}

/** A board to draw on, white on black, for models of one channel. */
export function Drawing({ shape, onSample }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const clear = (): void => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.fillStyle = 'black';
    context.fillRect(0, 0, SIZE, SIZE);
  };
  useEffect(clear, []);
  const tell = (): void => {
    const pixels = canvas.current && reduced(canvas.current, shape);
    if (pixels) onSample(oneSample(sampleOfPixels(pixels, shape), shape, 'the drawing'));
  };
  const stroke = (event: PointerEvent): void => {
    const board = canvas.current;
    const context = board?.getContext('2d');
    if (!board || !context || event.buttons === 0) return;
    const { left, top, width, height } = board.getBoundingClientRect();
    const x = ((event.clientX - left) / width) * SIZE;
    const y = ((event.clientY - top) / height) * SIZE;
    context.lineWidth = SIZE / 9;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.strokeStyle = 'white';
    if (event.type === 'pointerdown') {
      board.setPointerCapture(event.pointerId);
      context.beginPath();
      context.moveTo(x, y);
    }
    context.lineTo(x, y);
    context.stroke();
  };
  return (
    <div class="drawing">
      <canvas
        ref={canvas}
        width={SIZE}
        height={SIZE}
        data-testid="drawing"
        role="img"
        aria-label="A board to draw on with mouse, pen or finger"
        onPointerDown={stroke}
        onPointerMove={stroke}
        onPointerUp={tell}
      />
      <button type="button" class="button small" onClick={clear}>
        Clear
      </button>
    </div>
  );
}
