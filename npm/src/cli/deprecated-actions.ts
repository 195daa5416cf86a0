// SPDX-License-Identifier: Apache-2.0
/** Actions of the official command line that QuantizeML replaced: they say what to use instead. */
import type { Values } from './command-line.js';
import { withoutExtension } from './files.js';

/** As a POSIX shell takes it literally. */
function shellWord(word: string): string {
  return /^[A-Za-z0-9_\-./:=+,@%~]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function replaced(action: string, why: string, commands: readonly string[], note: string): string {
  const lines = commands.map((command) => `  ${command}\n`).join('');
  return `cnn2snn ${action}: error: this action is deprecated and not provided: ${why}. Use instead:\n${lines}${note}\n`;
}

function quantize(values: Values): string {
  const model = values.text('model');
  const weights = values.integer('weight_quantization') ?? 4;
  const asked = values.integer('input_weight_quantization') ?? -1;
  const i = String(asked === -1 ? weights : asked);
  const w = String(weights);
  const a = String(values.integer('activ_quantization') ?? 4);
  const quantized = `${withoutExtension(model)}_i${i}_w${w}_a${a}.h5`;
  return replaced(
    'quantize',
    'QuantizeML quantizes models',
    [
      `quantizeml quantize -m ${shellWord(model)} -i ${i} -w ${w} -a ${a} --per_tensor_activations`,
      `cnn2snn convert -m ${shellWord(quantized)} --target v1`,
    ],
    'For Akida 2.0, leave out --per_tensor_activations and --target v1.',
  );
}

function reshape(values: Values): string {
  const size = ['input_height', 'input_width'].map((name) => String(values.integer(name) ?? 0));
  return replaced(
    'reshape',
    'QuantizeML sets the input shape while it quantizes the float model',
    [
      `quantizeml quantize -m ${shellWord(values.text('model'))} --input_shape ${size.join(',')},CHANNELS`,
    ],
    'CHANNELS is the number of input channels of the model.',
  );
}

function calibrate(values: Values): string {
  const size = values.integer('batch_size');
  const batch = size === undefined ? '' : ` -bs ${String(size)}`;
  const model = shellWord(values.text('model') || 'MODEL');
  const samples = shellWord(values.text('samples') || 'SAMPLES.npz');
  return replaced(
    'calibrate',
    'QuantizeML calibrates while it quantizes the float model',
    [`quantizeml quantize -m ${model} -sa ${samples}${batch}`],
    'Give it the float model, not a quantized one.',
  );
}

/** What replaces an action. */
export const replacements: Readonly<Record<string, (values: Values) => string>> = {
  quantize,
  reshape,
  calibrate,
};
