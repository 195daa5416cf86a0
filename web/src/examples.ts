// SPDX-License-Identifier: Apache-2.0

/** A model to begin with, for who has none at hand. Its files lie beside the page. */
export interface Example {
  name: string;
  about: string;
  model: string;
  /** To quantize with. */
  calibration?: string;
  /** To try the Akida model on. */
  samples?: string;
}

export const EXAMPLES: readonly Example[] = [
  {
    name: 'Handwritten digits',
    about: 'A float model and pictures: quantize it, convert it, and see how often it is right.',
    model: 'examples/digits.h5',
    calibration: 'examples/digits_calibration.npz',
    samples: 'examples/digits_test.npz',
  },
  {
    name: 'Keyword spotting',
    about: 'A quantized DS-CNN: convert it and look inside.',
    model: 'models/ds_cnn_kws_i8_w8_a8.h5',
  },
];

export interface ExampleFiles {
  model: File;
  calibration: File[];
  samples: File[];
}

async function fetched(path: string): Promise<File> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${response.statusText}`);
  return new File([await response.blob()], path.slice(path.lastIndexOf('/') + 1));
}

export async function fetchExample(example: Example): Promise<ExampleFiles> {
  const { model, calibration, samples } = example;
  const some = async (path: string | undefined): Promise<File[]> =>
    path ? [await fetched(path)] : [];
  const [first, second, third] = await Promise.all([
    fetched(model),
    some(calibration),
    some(samples),
  ]);
  return { model: first, calibration: second, samples: third };
}
