// SPDX-License-Identifier: Apache-2.0

/** numpy's `.npy` format (numpy.lib.format), as far as samples and labels come in it. */

export type ArrayData =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** Numbers in C order with their shape. */
export interface NumberArray {
  data: ArrayData;
  shape: readonly number[];
}

/** A file that is not what its name says, in words for the visitor. */
export class SampleError extends Error {
  override readonly name = 'SampleError';
}

const TYPES: Readonly<Record<string, new (buffer: ArrayBuffer) => ArrayData>> = {
  u1: Uint8Array,
  b1: Uint8Array,
  i1: Int8Array,
  u2: Uint16Array,
  i2: Int16Array,
  u4: Uint32Array,
  i4: Int32Array,
  f4: Float32Array,
  f8: Float64Array,
};

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

function headerOf(bytes: Uint8Array): { text: string; end: number } {
  if (bytes.length < 12 || MAGIC.some((byte, at) => bytes[at] !== byte)) {
    throw new SampleError('this is no .npy file of numpy');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = (bytes[6] ?? 1) > 1;
  const start = wide ? 12 : 10;
  const end = start + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  if (end > bytes.length) throw new SampleError('the .npy file ends within its header');
  return { text: new TextDecoder('latin1').decode(bytes.subarray(start, end)), end };
}

/** Labels are often int64: they come as doubles, exact up to 2^53. */
function wideIntegers(buffer: ArrayBuffer, signed: boolean): Float64Array {
  return Float64Array.from(signed ? new BigInt64Array(buffer) : new BigUint64Array(buffer), Number);
}

export function parseNpy(bytes: Uint8Array): NumberArray {
  const { text, end } = headerOf(bytes);
  const type = /'descr':\s*'([<>|=])([a-z]\d+)'/.exec(text);
  const sizes = /'shape':\s*\(([\d,\s]*)\)/.exec(text)?.[1];
  if (!type?.[2] || sizes === undefined) {
    throw new SampleError('the array has no plain numbers: save it as uint8, int16 or float32');
  }
  if (type[1] === '>') throw new SampleError('the array is big-endian: save it little-endian');
  if (/'fortran_order':\s*True/.test(text)) {
    throw new SampleError('the array is in Fortran order: save numpy.ascontiguousarray of it');
  }
  const shape = sizes.split(',').filter((size) => size.trim() !== '');
  const numbers = shape.map(Number);
  const count = numbers.reduce((all, size) => all * size, 1);
  const width = Number(type[2].slice(1));
  if (!Number.isSafeInteger(count) || end + count * width > bytes.length) {
    throw new SampleError('the .npy file is shorter than its header says');
  }
  const buffer = bytes.slice(end, end + count * width).buffer;
  if (type[2] === 'i8' || type[2] === 'u8') {
    return { data: wideIntegers(buffer, type[2] === 'i8'), shape: numbers };
  }
  const Maker = TYPES[type[2]];
  if (!Maker) {
    throw new SampleError(`the array is of numpy’s type ${type[2]}: save it as float32 or uint8`);
  }
  return { data: new Maker(buffer), shape: numbers };
}
