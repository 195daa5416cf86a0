// SPDX-License-Identifier: Apache-2.0
import { ConversionError, problemOf } from './errors.js';
import type { Step } from './report.js';

/** The bytes of a file. A `Blob` (or `File`) is read where the work is done. */
export type ModelBytes = Uint8Array | ArrayBuffer | Blob;

/** Options of a quantization as the module takes them. */
export interface RawQuantizeOptions {
  activationBits?: number;
  perTensorActivations: boolean;
  weightBits?: number;
  outputBits?: number;
  inputWeightBits?: number;
  inputDtype: string;
  bufferBits?: number;
  lastOutputBits?: number;
  /** JSON. */
  qConfig: string;
  quantizeUntil: string;
  inputShape?: number[];
  numSamples?: number;
  batchSize?: number;
  epochs?: number;
  analysisSamples?: number;
  seed?: number;
  /** JSON. */
  ranges: string;
  flattenShift: string;
  akidaVersion: string;
  runtimeVersion: string;
}

/** Samples as the module takes them. `dtype` is numpy's name of the elements' type. */
export type RawSamples =
  { npz: Uint8Array } | { bytes: Uint8Array; dtype: string; shape: number[] };

export interface QuantizeJob {
  action: 'quantize';
  bytes: ModelBytes;
  samples?: RawSamples;
  options: RawQuantizeOptions;
}

export interface ClassifyJob {
  action: 'classify';
  bytes: ModelBytes;
  samples: RawSamples;
  options: RawQuantizeOptions;
}

/** One call of the core, in a form that can be posted to a worker. */
export type Job =
  | {
      action: 'convert';
      bytes: ModelBytes;
      options: { akidaVersion: string; inputScaling?: [number, number]; runtimeVersion: string };
    }
  | {
      action: 'check';
      bytes: ModelBytes;
      options: { akidaVersion: string; inputDtype: string; device: string };
    }
  | { action: 'inspect'; bytes: ModelBytes }
  | QuantizeJob
  | ClassifyJob
  | { action: 'upgrade'; bytes: ModelBytes; options: { runtimeVersion: string } }
  | { action: 'patterns'; version: string }
  | { action: 'devices' };

/** What a job gave: JSON as the core wrote it, the file made, a table for people. */
export interface JobResult {
  report: string;
  fbz: Uint8Array<ArrayBuffer> | null;
  summary: string;
  /** Of a quantization: the quantized model. */
  h5?: Uint8Array<ArrayBuffer> | null;
  /** Of a quantization: what was observed, as JSON; empty: not that far. */
  ranges?: string;
}

/** Called with the fraction done (0…1) and the step. Return `false` to cancel. */
export type ProgressCallback = (fraction: number, step: Step) => boolean | void;

/** What every call that reads a model takes. */
export interface CallOptions {
  /**
   * Called from time to time with the fraction done (0…1) and the step; return `false` to cancel.
   * What it throws ends the call and is thrown to its caller.
   */
  onProgress?: ProgressCallback | undefined;
  /** Cancels the call: it is then rejected with the code `E_CANCELLED` and the name `AbortError`. */
  signal?: AbortSignal | undefined;
  /**
   * Workers only: hand the bytes over instead of copying them. The buffer is empty for its caller
   * afterwards.
   */
  transfer?: boolean | undefined;
}

/** Whatever runs jobs: the module in this thread, or one in a worker. */
export interface Engine {
  run(job: Job, controls: CallOptions): Promise<JobResult>;
}

/** What no browser reads at once: the most bytes of an ArrayBuffer in some. */
const TOO_LARGE = 2 ** 31;

async function bytesOfBlob(blob: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (cause) {
    const remedy =
      blob.size >= TOO_LARGE
        ? 'A page reads files of up to 2 GB: the native program has no such limit.'
        : 'It may have been moved or changed since it was chosen: choose it again.';
    const problem = problemOf('E_FILE', 'the file could not be read', remedy);
    throw new ConversionError([problem], null, { cause });
  }
}

/** The bytes as a `Uint8Array`, without a copy where they are in memory already. */
export async function bytesOf(source: ModelBytes): Promise<Uint8Array> {
  if (ArrayBuffer.isView(source)) {
    return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  }
  if ('arrayBuffer' in source) return bytesOfBlob(source);
  return new Uint8Array(source);
}

/** Throws a `TypeError` for what holds no bytes (works across realms, unlike `instanceof`). */
export function requireBytes(source: unknown): asserts source is ModelBytes {
  const tag = Object.prototype.toString.call(source);
  const isBytes =
    ArrayBuffer.isView(source) ||
    tag === '[object ArrayBuffer]' ||
    typeof (source as Blob | null | undefined)?.arrayBuffer === 'function';
  if (!isBytes)
    throw new TypeError('expected the bytes of a model: Uint8Array, ArrayBuffer or Blob');
}
