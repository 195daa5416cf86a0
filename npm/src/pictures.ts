// SPDX-License-Identifier: Apache-2.0
/** Pictures as samples, decoded by the browser. */
import { ConversionError, problemOf } from './errors.js';

function inputError(reason: string): ConversionError {
  return new ConversionError([problemOf('E_INPUT', reason, '', 'inference', 'ValueError')]);
}

/** Height, width, channels of one sample. */
export type Shape3 = readonly [height: number, width: number, channels: number];

/**
 * `tf.image.resize`, bilinear with half pixel centres and without antialiasing, as the samples of
 * QuantizeML's tools are made and the command line makes them.
 */
function resize(
  from: Float32Array,
  [height, width, channels]: Shape3,
  [toHeight, toWidth]: Shape3,
): Float32Array {
  if (height === toHeight && width === toWidth) return from;
  const out = new Float32Array(toHeight * toWidth * channels);
  const axis = (size: number, to: number) =>
    Array.from({ length: to }, (_, at) => {
      const place = Math.fround(Math.fround(at + 0.5) * Math.fround(size / to) - 0.5);
      const low = Math.floor(place);
      return {
        low: Math.max(0, low),
        high: Math.min(size - 1, low + 1),
        part: Math.fround(place - low),
      };
    });
  const columns = axis(width, toWidth);
  axis(height, toHeight).forEach((row, y) => {
    columns.forEach((column, x) => {
      for (let c = 0; c < channels; c++) {
        const value = (of: number, across: number): number =>
          from[(of * width + across) * channels + c] ?? 0;
        const mix = (of: number): number =>
          value(of, column.low) + (value(of, column.high) - value(of, column.low)) * column.part;
        const top = mix(row.low);
        out[(y * toWidth + x) * channels + c] = top + (mix(row.high) - top) * row.part;
      }
    });
  });
  return out;
}

/** RGBA pixels as the channels of a sample; grey is the luma of JPEG and PNG. */
export function sampleOfPixels(pixels: ImageData, shape: Shape3): Float32Array {
  const { data, width, height } = pixels;
  const channels = shape[2];
  const out = new Float32Array(width * height * channels);
  for (let at = 0; at < width * height; at++) {
    const [red = 0, green = 0, blue = 0, opacity = 0] = data.subarray(at * 4, at * 4 + 4);
    if (channels === 1) {
      out[at] =
        red === green && green === blue
          ? red
          : Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
    } else out.set([red, green, blue, opacity].slice(0, channels), at * channels);
  }
  return resize(out, [height, width, channels], shape);
}

export function requirePictures([, , channels]: Shape3): void {
  if (channels === 1 || channels === 3 || channels === 4) return;
  throw inputError(
    `the model takes ${String(channels)} channels, which pictures do not have: give an array`,
  );
}

/** A picture file, decoded by the browser, as one sample of that shape: 0…255. */
export async function decodePicture(file: Blob, shape: Shape3): Promise<Float32Array> {
  const bitmap = await createImageBitmap(file, {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  }).catch(() => {
    throw inputError('the browser cannot decode this picture');
  });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw inputError('the browser gives no canvas to decode pictures on');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return sampleOfPixels(context.getImageData(0, 0, canvas.width, canvas.height), shape);
}
