// SPDX-License-Identifier: Apache-2.0

/** A model to begin with, for who has none at hand. Its files lie beside the page. */
export interface Example {
  name: string;
  about: string;
  model: string;
  /** To try the Akida model on. */
  samples?: string;
}

export const kExamples: readonly Example[] = [
  {
    name: 'Handwritten digits',
    about: 'An Akida model and 797 pictures: see what it says, and how often it is right.',
    model: 'examples/digits.fbz',
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
  samples: File[];
}

async function fetched(path: string): Promise<File> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${response.statusText}`);
  return new File([await response.blob()], path.slice(path.lastIndexOf('/') + 1));
}

export async function fetchExample({ model, samples }: Example): Promise<ExampleFiles> {
  const [first, second] = await Promise.all([fetched(model), samples ? fetched(samples) : null]);
  return { model: first, samples: second ? [second] : [] };
}
