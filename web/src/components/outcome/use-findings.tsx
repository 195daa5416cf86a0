// SPDX-License-Identifier: Apache-2.0

import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Measures } from '../../graph/measures';
import { akidaErrors, errorsOfAkidaLayers, kerasErrors } from '../../quantize/errors';
import type { Quantized } from '../../quantize/quantize';
import type { Activity } from '../../run/activity';
import { zerosOf } from '../../run/activity-measures';
import type { Selection } from '../ModelView';
import { LayerError } from '../quantize/LayerError';
import { OutputMaps } from '../try/OutputMaps';

export interface Findings {
  measures: readonly Measures[];
  detailsOf: (layer: string) => ComponentChildren;
}

/** What quantizing and running a model told of the layers on one side. */
export function useFindings(
  side: Selection['side'],
  quantized: Quantized | null,
  activity: Activity | null,
): Findings {
  const analysis = quantized?.report.analysis ?? [];
  const source = quantized?.report.source ?? null;
  const errors = useMemo(
    () => (side === 'keras' ? kerasErrors(analysis) : akidaErrors(analysis, source)),
    [side, quantized],
  );
  const zeros = useMemo(
    () => (side === 'akida' && activity ? [zerosOf(activity)] : []),
    [side, activity],
  );
  const errorOf = (name: string) =>
    side === 'keras'
      ? analysis.find(({ layer }) => layer === name)
      : errorsOfAkidaLayers(analysis, source).get(name);
  return {
    measures: [...errors, ...zeros],
    detailsOf: (name) => {
      const error = errorOf(name);
      const active = side === 'akida' && activity?.find((layer) => layer.name === name);
      return (
        <>
          {error && <LayerError error={error} />}
          {active && <OutputMaps of={active} />}
        </>
      );
    },
  };
}
