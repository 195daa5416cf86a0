// SPDX-License-Identifier: Apache-2.0

import { decodePicture, requirePictures, type Shape3 } from 'cnn2snn/pictures';
import { pathOf } from '../intake';
import { parseNpy, SampleError, type ArrayData, type NumberArray } from './npy';
import { parseNpz } from './npz';

/** Samples of one shape, as they were in the files: pictures are 0…255. */
export interface Samples {
  data: ArrayData;
  count: number;
  shape: Shape3;
  /** Pictures: where a model takes whole numbers they are cut, as the command line does. */
  pictures: boolean;
  /** The class of each; null: not known. */
  labels: readonly number[] | null;
  /** Names of the classes, where folders have them. */
  classNames: readonly string[] | null;
  /** What a sample is called. */
  titleOf: (index: number) => string;
}

const MOST_CLASSES = 10_000;
const ARRAY = /\.np[yz]$/i;
const product = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);

/** Classes as folders name them, in the order of Keras; one folder alone says nothing. */
export function labelsOfPaths(paths: readonly string[]): Pick<Samples, 'labels' | 'classNames'> {
  const folders = paths.map((path) => path.split('/').at(-2) ?? '');
  const names = [...new Set(folders)].sort();
  if (names.length < 2 || names.includes('')) return { labels: null, classNames: null };
  if (names.every((name) => /^\d{1,5}$/.test(name))) {
    return { labels: folders.map(Number), classNames: null };
  }
  return { labels: folders.map((folder) => names.indexOf(folder)), classNames: names };
}

async function ofPictures(
  files: readonly File[],
  shape: Shape3,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<Samples> {
  requirePictures(shape);
  const sorted = [...files].sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1));
  const size = product(shape);
  const data = new Float32Array(sorted.length * size);
  for (const [at, file] of sorted.entries()) {
    signal.throwIfAborted();
    const sample = await decodePicture(file, shape).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new SampleError(`${file.name}: ${why}`);
    });
    data.set(sample, at * size);
    onProgress((at + 1) / sorted.length);
  }
  return {
    data,
    count: sorted.length,
    shape,
    pictures: true,
    ...labelsOfPaths(sorted.map(pathOf)),
    titleOf: (index) => sorted[index]?.name ?? '',
  };
}

/** One sample may come without the axis of samples, a grey one without that of channels. */
function countIn(array: NumberArray, shape: Shape3): number {
  const size = product(shape);
  const given = array.shape.filter((extent) => extent !== 1).join();
  const count = array.data.length / size;
  const wanted = [count, ...shape].filter((extent) => extent !== 1).join();
  if (count < 1 || given !== wanted) {
    throw new SampleError(
      `the array is (${array.shape.join(', ')}), but the model takes (samples, ${shape.join(', ')})`,
    );
  }
  return count;
}

/** The samples of a `.npz`: named x, as for `evaluate`, or the first array that has their shape. */
function chosen(arrays: ReadonlyMap<string, NumberArray>): [NumberArray, NumberArray | undefined] {
  const labels = arrays.get('y') ?? arrays.get('labels');
  const x = arrays.get('x') ?? [...arrays.values()].find((array) => array.shape.length > 1);
  if (!x) throw new SampleError('the .npz has no samples: save them as x, their classes as y');
  return [x, labels];
}

async function ofArray(file: File, shape: Shape3): Promise<Samples> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const [x, y] = /z$/i.test(file.name)
    ? chosen(await parseNpz(bytes))
    : [parseNpy(bytes), undefined];
  const count = countIn(x, shape);
  if (y && y.data.length !== count) {
    throw new SampleError(`there are ${y.data.length} labels for ${count} samples`);
  }
  if (y?.data.some((label) => !Number.isInteger(label) || label < 0 || label > MOST_CLASSES)) {
    throw new SampleError('labels are the numbers of classes: 0, 1, 2, …');
  }
  return {
    data: x.data,
    count,
    shape,
    pictures: false,
    labels: y ? Array.from(y.data) : null,
    classNames: null,
    titleOf: (index) => `sample ${index}`,
  };
}

/** Pictures, or one file of arrays, as samples of that shape. */
export async function loadSamples(
  files: readonly File[],
  shape: Shape3,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<Samples> {
  const [array, second] = files.filter((file) => ARRAY.test(file.name));
  if (!array) return ofPictures(files, shape, onProgress, signal);
  if (second) throw new SampleError('give one .npy or .npz file at a time');
  return ofArray(array, shape);
}
