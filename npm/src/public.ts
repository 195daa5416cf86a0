// SPDX-License-Identifier: Apache-2.0
/** What every entry point shows besides its calls. */
export { AkidaVersion, getAkidaVersion, setAkidaVersion } from './akida-version.js';
export { ConversionError, describe } from './errors.js';
export type {
  CheckOptions,
  CheckResult,
  Converter,
  ConvertOptions,
  ConvertResult,
  InspectResult,
  Pattern,
  UpgradeOptions,
  UpgradeResult,
} from './api.js';
export type { ClassifyOptions, ClassifyResult } from './classify.js';
export type { CallOptions, ModelBytes, ProgressCallback } from './jobs.js';
export type {
  CalibrationRanges,
  CalibrationSamples,
  QuantizeOptions,
  QuantizeResult,
  SampleArray,
  SampleData,
} from './quantize.js';
export type { WasmModuleOptions, WasmOptions } from './wasm-options.js';
export type * from './report.js';
export type * from './run-types.js';
