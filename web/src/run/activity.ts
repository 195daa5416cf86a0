// SPDX-License-Identifier: Apache-2.0

import type { LayerOutput } from 'cnn2snn/run/worker';
import type { AkidaLayer, AkidaModel } from '../report';

/** How busy a layer was: zeros cost an Akida chip nothing, saturated values have lost something. */
export interface LayerActivity {
  name: string;
  values: number;
  zeros: number;
  /** At the end of the range of the output's integers; 0 for floats. */
  saturated: number;
  /** `[samples, height, width, channels]`, the last axis fastest. Absent from totals. */
  output?: LayerOutput['output'];
}

export type Activity = readonly LayerActivity[];

/** The ends of the range of a layer's outputs, as `cnn2snn evaluate` counts them. */
function endsOf(type: string, bits: number): readonly [number, number] {
  const clamped = (most: number): number => Math.min(Math.max(bits, 1), most);
  if (type === 'uint8') return [0, 2 ** clamped(8) - 1];
  return [-(2 ** (clamped(32) - 1)), 2 ** (clamped(32) - 1) - 1];
}

function layerActivity(
  { name, output }: LayerOutput,
  layer: AkidaLayer | undefined,
): LayerActivity {
  const { data, type } = output;
  const [low, high] = type === 'float32' ? [0, 0] : endsOf(type, layer?.output_bits ?? 0);
  let zeros = 0;
  let saturated = 0;
  for (const value of data) {
    if (value === 0) zeros++;
    else if ((value === low || value === high) && type !== 'float32') saturated++;
  }
  return { name, values: data.length, zeros, saturated, output };
}

export function activityOf(layers: readonly LayerOutput[], model: AkidaModel): Activity {
  return layers.map((layer) => layerActivity(layer, model.layers[layer.index]));
}

/** Of all samples together. */
export function totalActivity(parts: readonly Activity[]): Activity {
  return (parts[0] ?? []).map(({ name }, at) => {
    const sum = (key: 'values' | 'zeros' | 'saturated'): number =>
      parts.reduce((all, part) => all + (part[at]?.[key] ?? 0), 0);
    return { name, values: sum('values'), zeros: sum('zeros'), saturated: sum('saturated') };
  });
}

/** The share of zeros of all layers together. */
export function sparsityOf(activity: Activity): number {
  const values = activity.reduce((all, layer) => all + layer.values, 0);
  return activity.reduce((all, layer) => all + layer.zeros, 0) / Math.max(1, values);
}
