// SPDX-License-Identifier: Apache-2.0

import type { LayerQuantizationError } from 'cnn2snn/worker';
import { gradeOf, type Measure, type Measures } from '../graph/measures';
import type { SourceModel } from '../report';

export type Mode = 'single' | 'cumulative';

export const MODE_NAMES: Readonly<Record<Mode, string>> = {
  single: 'Error of the layer alone',
  cumulative: 'Error up to the layer',
};

/** 0.0123 → "1.2%" */
export function errorWords(error: number): string {
  return error > 0 && error < 0.001 ? 'below 0.1%' : `${(100 * error).toFixed(1)}%`;
}

function measureOf(error: number): Measure {
  return { words: `${errorWords(error)} error`, part: error, grade: gradeOf(error) };
}

function modes(rows: readonly (readonly [string, LayerQuantizationError])[]): Measures[] {
  return (['single', 'cumulative'] as const).map((mode) => ({
    name: MODE_NAMES[mode],
    of: new Map(rows.map(([name, error]) => [name, measureOf(error[mode].smape)])),
  }));
}

/** On the picture of the Keras model: its layers have the names of the quantized ones. */
export function kerasErrors(analysis: readonly LayerQuantizationError[]): Measures[] {
  return analysis.length === 0 ? [] : modes(analysis.map((error) => [error.layer, error]));
}

/** What an Akida layer gives is what the last of the layers it was made of gives. */
export function errorsOfAkidaLayers(
  analysis: readonly LayerQuantizationError[],
  source: SourceModel | null,
): ReadonlyMap<string, LayerQuantizationError> {
  const became = new Map(
    source?.layers.map(({ name, akida_layer, ignored }) => [name, ignored ? null : akida_layer]),
  );
  return new Map(
    analysis.flatMap((error) => {
      const name = became.get(error.layer);
      return name ? [[name, error] as const] : [];
    }),
  );
}

export function akidaErrors(
  analysis: readonly LayerQuantizationError[],
  source: SourceModel | null,
): Measures[] {
  return analysis.length === 0 ? [] : modes([...errorsOfAkidaLayers(analysis, source)]);
}
