// SPDX-License-Identifier: Apache-2.0
/** The bindings of `wasm/`, as Emscripten's module shows them. */
import type { ModuleOptions } from './instance.js';

/** A converted model, or why there is none. */
export interface RawConversion {
  /** A copy of its own, or null when the report holds problems. */
  fbz: Uint8Array<ArrayBuffer> | null;
  report: string;
  summary: string;
}

export interface RawInspection {
  report: string;
  summary: string;
}

export type RawProgress = (fraction: number, step: string) => boolean;

export interface RawCheckOptions {
  akidaVersion: string;
  inputDtype: string;
  device: string;
}

export interface Cnn2snnModule {
  convert(
    bytes: Uint8Array,
    options: { akidaVersion: string; inputScaling?: [number, number]; runtimeVersion: string },
    onProgress?: RawProgress,
  ): RawConversion;
  inspect(bytes: Uint8Array): RawInspection;
  upgrade(bytes: Uint8Array, options: { runtimeVersion: string }): RawConversion;
  /** JSON; empty: a float Keras model, which `cnn2snn-quantize.wasm` checks. */
  check(bytes: Uint8Array, options: RawCheckOptions, onProgress?: RawProgress): string;
  /** JSON: a list of `{layers, akida_layer, input}`. */
  patterns(version: string): string;
  /** JSON: a list of `Device`. */
  devices(): string;
  version(): string;
}

export default function createModule(options: ModuleOptions): Promise<Cnn2snnModule>;
