// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { problemOf } from '../errors.js';
import type { AkidaVersionName, Problem } from '../report.js';
import { ENVIRONMENT_REMEDY, invalidEnvironment } from './text.js';

/** The target asked for; '' lets the core choose. */
export interface Target {
  version: '' | AkidaVersionName;
  /** Why the environment's choice is none. */
  problem?: Problem;
}

/** The target of --target, or of the environment. */
export function targetFrom(flag: string): Target {
  if (flag === 'v1' || flag === 'v2') return { version: flag };
  const value = process.env['CNN2SNN_TARGET_AKIDA_VERSION'];
  if (value === undefined) return { version: '' };
  if (value === 'v1' || value === 'v2') return { version: value };
  const reason = invalidEnvironment(value);
  const problem = problemOf('E_ARGUMENT', reason, ENVIRONMENT_REMEDY, 'conversion', 'ValueError');
  return { version: '', problem };
}

/** Version of this package. */
export function packageVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
