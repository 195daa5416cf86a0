// SPDX-License-Identifier: Apache-2.0
import { argumentError } from './errors.js';
import type { AkidaVersionName } from './report.js';

/** Akida IP generation to convert to. Models quantized with the legacy CNN2SNN API always give v1. */
export const AkidaVersion = Object.freeze({ v1: 'v1', v2: 'v2' } as const);
export type AkidaVersion = AkidaVersionName;

/** The environment variable of the official toolkit. */
const VARIABLE = 'CNN2SNN_TARGET_AKIDA_VERSION';

let chosen: AkidaVersion | undefined;

function isAkidaVersion(value: unknown): value is AkidaVersion {
  return value === 'v1' || value === 'v2';
}

function environmentValue(): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env?.[VARIABLE];
}

/** The generation an option names. Throws a `ConversionError` `E_ARGUMENT` for any other value. */
export function akidaVersionFrom(value: unknown): AkidaVersion {
  if (isAkidaVersion(value)) return value;
  throw argumentError(`akidaVersion=${String(value)} must be one of ['v1', 'v2']`);
}

/**
 * Sets the generation that calls without `akidaVersion` convert to, in this thread of this process
 * or page. Without an argument: back to the default.
 */
export function setAkidaVersion(version?: AkidaVersion): void {
  chosen = version === undefined ? undefined : akidaVersionFrom(version);
}

/**
 * The generation that calls without `akidaVersion` convert to: what `setAkidaVersion` set, else
 * (under Node) what the environment variable `CNN2SNN_TARGET_AKIDA_VERSION` says, else v2.
 * Throws a `ConversionError` `E_ARGUMENT` when the environment variable says something else.
 */
export function getAkidaVersion(): AkidaVersion {
  if (chosen) return chosen;
  const value = environmentValue();
  if (value === undefined) return AkidaVersion.v2;
  if (isAkidaVersion(value)) return value;
  throw argumentError(`${VARIABLE}=${value} must be one of ['v1', 'v2']`);
}
