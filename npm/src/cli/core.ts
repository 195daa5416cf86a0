// SPDX-License-Identifier: Apache-2.0
/** The core as the command line uses it: reports as the text that `--json` prints. */
import { ModuleEngine } from '../engine.js';
import { ConversionError } from '../errors.js';
import type { Job, JobResult, ProgressCallback } from '../jobs.js';
import type { Problem } from '../report.js';
import { wasm } from '../wasm.node.js';

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
