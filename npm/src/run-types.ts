// SPDX-License-Identifier: Apache-2.0
/** Running Akida models: what a model is, what it takes and what it gives. */
import type { CallOptions } from './jobs.js';
import type { Problem } from './report.js';
import type { WasmModuleOptions } from './wasm-options.js';
import type { WorkerLike } from './worker-options.js';

/** Element types of arrays, as numpy names them. */
export type ElementType = 'uint8' | 'int8' | 'int16' | 'int32' | 'float32';

/** The typed array of each element type. */
export interface ElementArrays {
  uint8: Uint8Array<ArrayBuffer>;
  int8: Int8Array<ArrayBuffer>;
  int16: Int16Array<ArrayBuffer>;
  int32: Int32Array<ArrayBuffer>;
  float32: Float32Array<ArrayBuffer>;
}

/** An array that a model gives: elements in C order, the last axis fastest. */
export type Tensor<T extends ElementType = ElementType> = T extends ElementType
  ? {
      readonly type: T;
      /** `[samples, height, width, channels]` */
      readonly shape: readonly number[];
      readonly data: ElementArrays[T];
    }
  : never;

/** Typed arrays that a model may take; which one it does take is `Runner.inputType`. */
export type InputArray = Uint8Array | Uint8ClampedArray | Int8Array | Int16Array | Float32Array;

/**
 * Samples: a typed array of one or more of them, one after the other (each `Runner.inputShape`, C
 * order), or an array with its shape, `[samples, …inputShape]`.
 */
export type Inputs = InputArray | { readonly data: InputArray; readonly shape: readonly number[] };

/** A layer of the model, in file order. */
export interface RunnerLayer {
  readonly name: string;
  /** Akida's name of the layer type, e.g. `Conv2D`. */
  readonly type: string;
  /** Of one sample: height, width, channels. */
  readonly outputShape: readonly [number, number, number];
  readonly outputType: ElementType;
}

/** What a model takes and gives. */
export interface RunnerInfo {
  /** Of one sample: height, width, channels. (Channels, height, width for a `channels_first` Quantizer.) */
  readonly inputShape: readonly [number, number, number];
  readonly inputType: 'uint8' | 'int8' | 'int16';
  /** Whether `float32` samples are taken as well: the model begins with a Quantizer. */
  readonly floatInput: boolean;
  /** Least and greatest integer it takes. */
  readonly inputRange: readonly [number, number];
  /** Of one sample: height, width, channels. */
  readonly outputShape: readonly [number, number, number];
  readonly outputType: ElementType;
  /**
   * Whether `predict` and `predictClasses` are defined: the last layer is a Dequantizer, or an
   * Akida 1.0 layer without activation.
   */
  readonly hasScores: boolean;
  /** Whether results depend on the samples given before: there are temporal layers. */
  readonly hasState: boolean;
  readonly layers: readonly RunnerLayer[];
}

/** What every call takes. In workers a call is cancelled at once, else between two samples. */
export type RunOptions = Omit<CallOptions, 'transfer'>;

export interface ForwardOptions extends RunOptions {
  /** Give the outputs of all layers, or of those named, too. */
  layers?: boolean | readonly string[];
}

/** The output of one layer for all samples. */
export interface LayerOutput {
  /** The layer's place in the file, from 0. */
  readonly index: number;
  readonly name: string;
  readonly type: string;
  readonly output: Tensor;
}

export interface ForwardResult {
  /** Of the last layer. */
  readonly output: Tensor;
  /** In file order; empty unless asked for. */
  readonly layers: readonly LayerOutput[];
  readonly warnings: readonly Problem[];
}

export interface PredictResult {
  /** The scores, of the shape of the last layer's output. */
  readonly scores: Tensor<'float32'>;
  /** In file order; empty unless asked for. */
  readonly layers: readonly LayerOutput[];
  readonly warnings: readonly Problem[];
}

export interface ClassesOptions extends RunOptions {
  /**
   * Number of classes of a model whose last layer has several neurons a class (edge learning);
   * default 0: every neuron is a class.
   */
  numClasses?: number;
}

/**
 * An Akida model, ready to run: every integer is that of the Akida software runtime 2.19.3.
 *
 * Calls are done one after the other. Temporal layers remember the samples given so far, from call
 * to call, until `reset()`; a call that fails or is cancelled leaves no trace in them.
 *
 * Every call rejects with a `ConversionError`: `E_INPUT` for samples of another type, shape or range
 * than the model takes (the message says what was expected and what came), `E_MODEL_STRUCTURE` for
 * scores of a model that has none, `E_LIMIT` for results above 1 GiB, `E_CANCELLED`,
 * `E_OUT_OF_MEMORY`; `E_ARGUMENT` after `dispose()`.
 */
export interface Runner extends RunnerInfo {
  /** Runs the samples and gives the last layer's output, as `akida.Model.forward`. */
  forward: (inputs: Inputs, options?: ForwardOptions) => Promise<ForwardResult>;
  /** Runs the samples and gives their scores, as `akida.Model.predict`. */
  predict: (inputs: Inputs, options?: ForwardOptions) => Promise<PredictResult>;
  /**
   * Runs the samples and gives the index of the first highest score, as
   * `akida.Model.predict_classes`: one class a sample (for a model that gives a map, one a position).
   */
  predictClasses: (inputs: Inputs, options?: ClassesOptions) => Promise<number[]>;
  /** Temporal layers forget. */
  reset: () => Promise<void>;
  /** Gives the model's memory and workers back. Running and later calls are rejected. */
  dispose: () => void;
}

/** Where `cnn2snn-run.wasm` comes from is a `WasmModuleOptions` matter, as for the converter. */
export interface LoadOptions extends WasmModuleOptions {
  /** Cancels the loading. */
  signal?: AbortSignal;
  /**
   * Runs the plain code that defines every operation instead of the SIMD kernels that are tested
   * against it: slow, the same results.
   */
  scalar?: boolean;
}

export interface WorkerLoadOptions extends LoadOptions {
  /**
   * Workers that the samples of a call are shared out to, each with a copy of the model; default:
   * one a processor, at most 8. Models with state run in one.
   */
  threads?: number;
  /**
   * Starts a worker where the default cannot (see `ConverterOptions.createWorker`). It has to run
   * `cnn2snn/run/thread`.
   */
  createWorker?: () => WorkerLike;
}
