// SPDX-License-Identifier: Apache-2.0
/** What the entry points for running models show besides their calls. */
export { ConversionError, describe } from './errors.js';
export type { ModelBytes, ProgressCallback } from './jobs.js';
export type { ErrorCode, Problem, Step } from './report.js';
export type * from './run-types.js';
export type { WasmModuleOptions } from './wasm-options.js';
