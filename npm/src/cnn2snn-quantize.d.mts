// SPDX-License-Identifier: Apache-2.0
/** The bindings of `wasm/quantize.cpp`, as Emscripten's module shows them. */
import type { RawCheckOptions, RawProgress } from './cnn2snn.mjs';
import type { ModuleOptions } from './instance.js';
import type { RawQuantizeOptions, RawSamples } from './jobs.js';

/** A quantized model, or why there is none. */
export interface RawQuantization {
  /** A copy of its own, or null when there is no quantized model. */
  h5: Uint8Array<ArrayBuffer> | null;
  /** A copy of its own, or null when the report holds problems. */
  fbz: Uint8Array<ArrayBuffer> | null;
  /** JSON; empty: it did not come that far. */
  ranges: string;
  report: string;
  summary: string;
}

export interface QuantizeModule {
  check(bytes: Uint8Array, options: RawCheckOptions, onProgress?: RawProgress): string;
  quantize(
    bytes: Uint8Array,
    options: RawQuantizeOptions,
    samples: RawSamples | undefined,
    onProgress?: RawProgress,
  ): RawQuantization;
  /** JSON. */
  classify(
    bytes: Uint8Array,
    options: RawQuantizeOptions,
    samples: RawSamples | undefined,
    onProgress?: RawProgress,
  ): string;
}

export default function createModule(options: ModuleOptions): Promise<QuantizeModule>;
