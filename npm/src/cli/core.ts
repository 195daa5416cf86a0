// SPDX-License-Identifier: Apache-2.0
/** The core as the command line uses it: reports as the text that `--json` prints. */
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { ModuleEngine } from '../engine.js';
import { ConversionError } from '../errors.js';
import type { Job, JobResult, ProgressCallback } from '../jobs.js';
import type { Problem } from '../report.js';
import { WasmSource } from '../wasm-source.js';

/**
 * How much a function runs before V8 compiles it again with its slow, optimizing compiler: a
 * hundred times its default. A command ends before that has paid off, and its end would have to
 * wait for what is being compiled; only a long batch comes that far.
 */
const TIERING_BUDGET = 180_000_000;

// Nothing else runs meanwhile, so nothing is gained by compiling in the background.
const wasm = new WasmSource(() => {
  setFlagsFromString(`--wasm-tiering-budget=${String(TIERING_BUDGET)}`);
  const bytes = readFileSync(new URL('../cnn2snn.wasm', import.meta.url));
  return Promise.resolve(new WebAssembly.Module(bytes));
});
const engine = new ModuleEngine(wasm.compiled);

/** Runs a job; a crash of the module comes back as problems, like everything else that goes wrong. */
export async function run(
  job: Job,
  onProgress?: ProgressCallback,
): Promise<{ result: JobResult } | { problems: readonly Problem[] }> {
  try {
    return { result: await engine.run(job, { onProgress }) };
  } catch (error) {
    if (error instanceof ConversionError) return { problems: error.problems };
    throw error;
  }
}
