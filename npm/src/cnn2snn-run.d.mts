// SPDX-License-Identifier: Apache-2.0
/** The bindings of `wasm/run.cpp`, as Emscripten's module shows them. */
import type { ModuleOptions } from './instance.js';

/** An array: the bytes of its elements in C order, its shape, its element type as numpy names it. */
export interface RawArray {
  data: Uint8Array;
  shape: number[];
  type: string;
}

/** What a call is to give besides the last layer's output. */
export interface RawWanted {
  layers: boolean;
  scores: boolean;
  /** `num_classes` of the classes wanted; negative: none. Goes with scores. */
  classes: number;
}

export interface RawForward {
  /** JSON: `{problems, warnings}`. */
  report: string;
  /** Null and empty with problems, and where not wanted: the output without scores, scores without classes. */
  output: RawArray | null;
  scores: RawArray | null;
  layers: RawArray[];
  classes: number[];
}

export interface Cnn2snnRunModule {
  /** Loads the one model of this instance. `info` is empty where the report has problems. */
  load(bytes: Uint8Array, scalar: boolean): { report: string; info: string };
  forward(
    input: RawArray,
    wanted: RawWanted,
    onProgress?: (done: number, all: number) => boolean,
  ): RawForward;
  reset(): void;
  /** Keeps what temporal layers remember. */
  mark(): void;
  /** Goes back to it. */
  rewind(): void;
}

export default function createModule(options: ModuleOptions): Promise<Cnn2snnRunModule>;
