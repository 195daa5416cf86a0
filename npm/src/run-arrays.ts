// SPDX-License-Identifier: Apache-2.0
/** Arrays between a caller and the core. */
import type { RawArray } from './cnn2snn-run.mjs';
import { argumentError } from './errors.js';
import type { ElementType, Inputs, Tensor } from './run-types.js';

const MAKERS = {
  uint8: Uint8Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  float32: Float32Array,
} as const;

const product = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);

/** `Uint8ClampedArray` is the type of a canvas; what no model takes is named for the refusal. */
function typeOf(data: ArrayBufferView): string {
  const name = Object.prototype.toString.call(data).slice(8, -6);
  return name === 'Uint8Clamped' ? 'uint8' : name.toLowerCase();
}

function typedArrayOf(
  inputs: Inputs,
): [ArrayBufferView & { length: number }, readonly number[] | null] {
  if (ArrayBuffer.isView(inputs) && 'length' in inputs) return [inputs, null];
  const { data, shape } = Object(inputs) as Partial<Exclude<Inputs, ArrayBufferView>>;
  if (data && ArrayBuffer.isView(data) && 'length' in data && Array.isArray(shape)) {
    return [data, shape as readonly number[]];
  }
  throw new TypeError(
    'expected samples: a typed array, or { data: a typed array, shape: [samples, …] }',
  );
}

/** Samples as the core takes them; a typed array alone holds as many as its length says. */
export function arrayIn(inputs: Inputs, inputShape: readonly number[]): RawArray {
  const [data, given] = typedArrayOf(inputs);
  const one = product(inputShape);
  const whole = data.length > 0 && data.length % one === 0;
  const shape = given ?? (whole ? [data.length / one, ...inputShape] : [data.length]);
  const sizes = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!sizes || product(shape) !== data.length) {
    throw argumentError(
      `an array of ${String(data.length)} elements has not the shape (${shape.join(',')})`,
    );
  }
  return {
    data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    shape: [...shape],
    type: typeOf(data),
  };
}

/** An array of the core's as callers get it; its bytes are taken over. */
export function tensorOf(raw: RawArray): Tensor {
  const type = raw.type as ElementType;
  const { buffer, byteOffset, byteLength } = raw.data;
  const data = new MAKERS[type](
    buffer as ArrayBuffer,
    byteOffset,
    byteLength / MAKERS[type].BYTES_PER_ELEMENT,
  );
  return { type, shape: raw.shape, data } as Tensor;
}
