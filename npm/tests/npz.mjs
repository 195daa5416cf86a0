// SPDX-License-Identifier: Apache-2.0
// Reads the arrays of a `.npz` (numpy.savez, numpy.savez_compressed) of a test.
import { Buffer } from 'node:buffer';
import { inflateRawSync } from 'node:zlib';

const TYPES = {
  '|u1': Uint8Array,
  '|i1': Int8Array,
  '<i2': Int16Array,
  '<i4': Int32Array,
  '<f4': Float32Array,
};

/** {type: numpy's code, shape, data: a typed array} */
function readNpy(bytes) {
  const wide = bytes[6] > 1;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const start = wide ? 12 : 10;
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const header = Buffer.from(bytes.subarray(start, start + length)).toString('latin1');
  const type = /'descr': *'([^']+)'/.exec(header)[1];
  const shape = /'shape': *\(([^)]*)\)/
    .exec(header)[1]
    .split(',')
    .filter((size) => size.trim());
  const Type = TYPES[type];
  return { type, shape: shape.map(Number), data: new Type(bytes.slice(start + length).buffer) };
}

/** The arrays of an archive by their names. */
export function readNpz(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (view.getUint32(end, true) !== 0x06054b50) --end;
  let at = view.getUint32(end + 16, true);
  const arrays = {};
  for (let left = view.getUint16(end + 10, true); left > 0; --left) {
    const method = view.getUint16(at + 10, true);
    const packed = view.getUint32(at + 20, true);
    const nameLength = view.getUint16(at + 28, true);
    const name = Buffer.from(bytes.subarray(at + 46, at + 46 + nameLength)).toString();
    const local = view.getUint32(at + 42, true);
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const content = bytes.subarray(from, from + packed);
    const npy = method === 0 ? content : new Uint8Array(inflateRawSync(content));
    arrays[name.replace(/\.npy$/, '')] = readNpy(npy);
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return arrays;
}
