// SPDX-License-Identifier: Apache-2.0

/** The JSON report of the core (docs/report.md) and its parts, typed by the package. */

import type { AkidaVersionName } from 'cnn2snn/worker';

export type {
  AkidaLayer,
  AkidaModel,
  AkidaVariable,
  CheckReport,
  ConvertReport,
  Device,
  DeviceLimit,
  DeviceVerdict,
  InfoReport,
  SourceLayer,
  SourceModel,
  Problem,
  Report,
  Step,
} from 'cnn2snn/worker';

export type AkidaVersion = AkidaVersionName;
/** Sizes without the batch; -1 is an unknown size. */
export type Shape = readonly number[];
