// SPDX-License-Identifier: Apache-2.0

import { formatShape, plainClassName } from '../format';
import type { AkidaModel, DeviceLimit, SourceLayer, SourceModel, Problem } from '../report';

/** Kinds of layers that share a colour in the picture. */
export type Family =
  | 'input'
  | 'convolution'
  | 'depthwise'
  | 'dense'
  | 'merge'
  | 'temporal'
  | 'activation'
  | 'output'
  | 'other';

export type Mark = 'problem' | 'limit' | 'warning' | 'host';

export interface NetworkNode {
  /** Layer name: what `selected` refers to. */
  name: string;
  type: string;
  family: Family;
  shape: string;
  /** "8 bit", or empty when it does not apply. */
  bits: string;
  mark: Mark | null;
}

export interface Network {
  nodes: NetworkNode[];
  /** Pairs of indices into `nodes`. */
  edges: [from: number, to: number][];
}

export const FAMILY_NAMES: Readonly<Record<Family, string>> = {
  input: 'Input and input quantization',
  convolution: 'Convolution',
  depthwise: 'Depthwise and separable convolution',
  dense: 'Dense',
  merge: 'Where branches meet',
  temporal: 'Temporal and recurrent',
  activation: 'Activation, pooling, reshaping',
  output: 'Output, back to float',
  other: 'Other',
};

export const MARK_NAMES: Readonly<Record<Mark, string>> = {
  problem: 'Has a problem',
  limit: 'Breaks a limit of the device',
  warning: 'Has a warning',
  host: 'Left to the host',
};

const FAMILIES: readonly [RegExp, Family][] = [
  [/Dequantizer$/, 'output'],
  [/^Input|Quantizer$|^Rescaling/, 'input'],
  [/Temp|Recurrent|Stateful/, 'temporal'],
  [/Depthwise|Separable/, 'depthwise'],
  [/Conv/, 'convolution'],
  [/Dense|FullyConnected|Gemm|MatMul/, 'dense'],
  [/Add|Concat|Multiply/, 'merge'],
  [
    /Re[Ll][Uu]|Clip|Gelu|Swish|Sigmoid|Activation|Softmax|Pool|Flatten|Reshape|Dropout|Normalization/,
    'activation',
  ],
];

function familyOf(type: string): Family {
  const bare = type.replace(/^Quantized(?=.)/, '');
  return FAMILIES.find(([pattern]) => pattern.test(bare))?.[1] ?? 'other';
}

function edgesOf(layers: readonly { name: string; inbounds: readonly string[] }[]) {
  const index = new Map(layers.map((layer, at) => [layer.name, at]));
  return layers.flatMap((layer, to) =>
    layer.inbounds.flatMap((name): [number, number][] => {
      const from = index.get(name);
      return from === undefined || from === to ? [] : [[from, to]];
    }),
  );
}

/** The names a list of problems speaks of. */
function layersNamed(problems: readonly Problem[]): Set<string> {
  return new Set(problems.flatMap((problem) => problem.layers.map(({ name }) => name)));
}

/** Warnings name Keras layers: the Akida layer that such a layer became carries the mark. */
export function akidaLayersWarned(
  warnings: readonly Problem[],
  keras: SourceModel | null,
): ReadonlySet<string> {
  const named = layersNamed(warnings);
  for (const { name, akida_layer: became, ignored } of keras?.layers ?? []) {
    if (became !== null && !ignored && named.has(name)) named.add(became);
  }
  return named;
}

export function akidaNetwork(
  model: AkidaModel,
  warned: ReadonlySet<string>,
  limits: readonly DeviceLimit[],
): Network {
  const broken = new Set(limits.map(({ layer }) => layer));
  const markOf = (name: string): Mark | null => {
    if (broken.has(name)) return 'limit';
    return warned.has(name) ? 'warning' : null;
  };
  const nodes = model.layers.map((layer): NetworkNode => ({
    name: layer.name,
    type: layer.type,
    family: familyOf(layer.type),
    shape: formatShape(layer.output_shape),
    bits: layer.output_bits ? `${layer.output_bits} bit` : '',
    mark: markOf(layer.name),
  }));
  return { nodes, edges: edgesOf(model.layers) };
}

export interface Marks {
  problems: readonly Problem[];
  warnings: readonly Problem[];
  /** Of the device chosen; they name Akida layers. */
  limits: readonly DeviceLimit[];
  hostLayers?: readonly string[];
}

export function kerasNetwork(
  model: SourceModel,
  { problems, warnings, limits, hostLayers = [] }: Marks,
): Network {
  const bad = layersNamed(problems);
  const doubtful = layersNamed(warnings);
  const broken = new Set(limits.map(({ layer }) => layer));
  const host = new Set(hostLayers);
  const markOf = ({ name, ignored, akida_layer: became }: SourceLayer): Mark | null => {
    if (bad.has(name)) return 'problem';
    if (became !== null && !ignored && broken.has(became)) return 'limit';
    if (ignored || host.has(name)) return 'host';
    return doubtful.has(name) ? 'warning' : null;
  };
  const nodes = model.layers.map((layer): NetworkNode => {
    const type = plainClassName(layer.class_name);
    return {
      name: layer.name,
      type,
      family: familyOf(type),
      shape: formatShape(layer.output_shape),
      bits: '',
      mark: markOf(layer),
    };
  });
  return { nodes, edges: edgesOf(model.layers) };
}
