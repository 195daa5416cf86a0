// SPDX-License-Identifier: Apache-2.0
/** What a model's caller and its workers say to each other: one request, one reply. */
import type { RawArray, RawForward, RawWanted } from './cnn2snn-run.mjs';
import type { Problem } from './report.js';

export type RunRequest =
  | { type: 'load'; wasmModule: WebAssembly.Module; fbz: Uint8Array; scalar: boolean }
  | { type: 'forward'; input: RawArray; wanted: RawWanted }
  /** Keeps what temporal layers remember, goes back to it, forgets all. */
  | { type: 'mark' | 'rewind' | 'reset' };

export type RunReply =
  | { type: 'loaded'; info: string }
  | { type: 'forward'; result: RawForward }
  | { type: 'done' }
  | { type: 'failed'; problems: readonly Problem[] };
