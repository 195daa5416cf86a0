// SPDX-License-Identifier: Apache-2.0

import { parseNpy, SampleError, type NumberArray } from './npy';

/** What a tab can hold: a file that unpacks to more is refused before it is unpacked. */
const MOST_BYTES = 2 ** 30;
const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;

interface Entry {
  name: string;
  method: number;
  packed: number;
  size: number;
  at: number;
}

function entriesOf(view: DataView, bytes: Uint8Array): Entry[] {
  let end = bytes.length - 22;
  const first = Math.max(0, end - 0xffff); // A comment may follow the end record.
  while (end >= first && view.getUint32(end, true) !== END) end--;
  if (end < first || end < 0) throw new SampleError('this is no .npz file of numpy');
  const entries: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY) {
      throw new SampleError('the .npz file is damaged: its list of arrays breaks off');
    }
    const length = view.getUint16(at + 28, true);
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length)),
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

async function inflate(packed: Uint8Array<ArrayBuffer>, size: number): Promise<Uint8Array> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const out = new Uint8Array(size);
  let filled = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (filled + value.length > size) {
      await reader.cancel();
      throw new SampleError('the .npz file is damaged: an array is longer than it says');
    }
    out.set(value, filled);
    filled += value.length;
  }
  return out.subarray(0, filled);
}

/** All arrays of a `.npz`, by name. */
export async function parseNpz(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<ReadonlyMap<string, NumberArray>> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 22) throw new SampleError('this is no .npz file of numpy');
  const arrays = new Map<string, NumberArray>();
  let unpacked = 0;
  for (const { name, method, packed, size, at } of entriesOf(view, bytes)) {
    unpacked += size;
    if (unpacked > MOST_BYTES) throw new SampleError('the arrays are larger than 1 GiB together');
    if (at + 30 > bytes.length || view.getUint32(at, true) !== LOCAL) {
      throw new SampleError(`the .npz file is damaged at ${name}`);
    }
    const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
    const content = bytes.subarray(start, start + packed);
    if (method !== 0 && method !== 8) throw new SampleError(`${name} is packed in an unknown way`);
    const array = method === 8 ? await inflate(content, size) : content;
    arrays.set(name.replace(/\.npy$/, ''), parseNpy(array));
  }
  return arrays;
}
