// SPDX-License-Identifier: Apache-2.0
import type { RawArray, RawForward, RawWanted } from './cnn2snn-run.mjs';
import { argumentError, ConversionError } from './errors.js';
import type { CallOptions } from './jobs.js';
import type { Problem } from './report.js';
import { arrayIn, tensorOf } from './run-arrays.js';
import type { LayerOutput, Runner, RunnerInfo, RunOptions, Tensor } from './run-types.js';

/** Whatever holds a loaded model: an instance in this thread, or workers. */
export interface RunEngine {
  forward(input: RawArray, wanted: RawWanted, controls: CallOptions): Promise<RawForward>;
  reset(): Promise<void>;
  dispose(): void;
}

/** The JSON of `to_json(RunnerInfo)`. */
interface InfoJson {
  input_shape: [number, number, number];
  input_type: RunnerInfo['inputType'];
  float_input: boolean;
  input_range: [number, number];
  output_shape: [number, number, number];
  output_type: RunnerInfo['outputType'];
  scores: boolean;
  state: boolean;
  layers: {
    name: string;
    type: string;
    output_shape: [number, number, number];
    output_type: RunnerInfo['outputType'];
  }[];
}

/** Throws for a report (JSON) with problems; gives its warnings. */
export function warningsOf(report: string): Problem[] {
  const { problems, warnings } = JSON.parse(report) as Record<'problems' | 'warnings', Problem[]>;
  if (problems.length > 0) throw new ConversionError(problems);
  return warnings;
}

export function infoOf(text: string): RunnerInfo {
  const json = JSON.parse(text) as InfoJson;
  return {
    inputShape: json.input_shape,
    inputType: json.input_type,
    floatInput: json.float_input,
    inputRange: json.input_range,
    outputShape: json.output_shape,
    outputType: json.output_type,
    hasScores: json.scores,
    hasState: json.state,
    layers: json.layers.map((layer) => ({
      name: layer.name,
      type: layer.type,
      outputShape: layer.output_shape,
      outputType: layer.output_type,
    })),
  };
}

function controlsOf({ onProgress, signal }: RunOptions): CallOptions {
  return { onProgress, signal };
}

/** The places of the layers asked for. */
function placesOf(layers: boolean | readonly string[] | undefined, info: RunnerInfo): number[] {
  if (layers === true) return info.layers.map((_, index) => index);
  if (!layers) return [];
  return layers.map((name) => {
    const index = info.layers.findIndex((layer) => layer.name === name);
    if (index < 0) throw argumentError(`the model has no layer '${name}'`);
    return index;
  });
}

function layersOf(places: number[], raw: RawForward, info: RunnerInfo): LayerOutput[] {
  return places.map((index) => {
    const layer = info.layers[index];
    const output = raw.layers[index];
    if (!layer || !output) throw new Error('the core gave no output of a layer');
    return { index, name: layer.name, type: layer.type, output: tensorOf(output) };
  });
}

function required(array: RawArray | null): Tensor {
  if (!array) throw new Error('the core gave neither an output nor a problem');
  return tensorOf(array);
}

/** The calls on top of whatever holds the model. */
export function runnerOn(engine: RunEngine, info: RunnerInfo): Runner {
  return {
    ...info,

    async forward(inputs, options = {}) {
      const places = placesOf(options.layers, info);
      const wanted = { layers: places.length > 0, scores: false, classes: -1 };
      const input = arrayIn(inputs, info.inputShape);
      const raw = await engine.forward(input, wanted, controlsOf(options));
      const warnings = warningsOf(raw.report);
      return { output: required(raw.output), layers: layersOf(places, raw, info), warnings };
    },

    async predict(inputs, options = {}) {
      const places = placesOf(options.layers, info);
      const wanted = { layers: places.length > 0, scores: true, classes: -1 };
      const input = arrayIn(inputs, info.inputShape);
      const raw = await engine.forward(input, wanted, controlsOf(options));
      const warnings = warningsOf(raw.report);
      const scores = required(raw.scores) as Tensor<'float32'>;
      return { scores, layers: layersOf(places, raw, info), warnings };
    },

    async predictClasses(inputs, options = {}) {
      const { numClasses = 0 } = options;
      if (!Number.isInteger(numClasses) || numClasses < 0 || numClasses >= 2 ** 31) {
        throw argumentError(`numClasses=${String(numClasses)} must be a whole number, 0 or more`);
      }
      const input = arrayIn(inputs, info.inputShape);
      const wanted = { layers: false, scores: true, classes: numClasses };
      const raw = await engine.forward(input, wanted, controlsOf(options));
      warningsOf(raw.report);
      return raw.classes;
    },

    reset: () => engine.reset(),
    dispose: () => {
      engine.dispose();
    },
  };
}
