// SPDX-License-Identifier: Apache-2.0

import type { ComponentChildren } from 'preact';
import { formatBytes, formatCount, formatLargeCount, formatShape, plainClassName } from '../format';
import type { AkidaLayer, AkidaVariable, DeviceLimit, SourceLayer, Problem } from '../report';
import { limitWords } from './DeviceNote';
import { Histogram } from './Histogram';

function Row({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function LayerLinks({
  names,
  onOpen,
}: {
  names: readonly string[];
  onOpen: (name: string) => void;
}) {
  if (names.length === 0) return <>–</>;
  return (
    <span class="layer-links">
      {names.map((name) => (
        <button
          key={name}
          type="button"
          class="link"
          onClick={() => {
            onOpen(name);
          }}
        >
          {name}
        </button>
      ))}
    </span>
  );
}

function Variable({ variable }: { variable: AkidaVariable }) {
  const { name, shape, dtype, bitwidth, bytes } = variable;
  return (
    <li class="variable">
      <div class="variable-head">
        <code>{name}</code>
        <span>
          {formatShape(shape)}, {dtype}
          {/\d/.test(dtype) && !dtype.endsWith(String(bitwidth)) && `, ${bitwidth} bit`},{' '}
          {formatBytes(bytes)}
        </span>
      </div>
      <Histogram variable={variable} />
    </li>
  );
}

interface TroublesProps {
  of: readonly string[];
  problems: readonly Problem[];
  kind: 'problem' | 'warning';
}

/** The problems (or warnings) that name one of the layers. */
function Troubles({ of, problems, kind }: TroublesProps) {
  const own = problems.filter(({ layers }) => layers.some(({ name }) => of.includes(name)));
  return (
    <>
      {own.map((problem) => (
        <p key={problem.id + problem.reason} class={`own-${kind}`}>
          {problem.reason}
        </p>
      ))}
    </>
  );
}

/** The limits of the device chosen that an Akida layer breaks. */
function BrokenLimits({ of, limits }: { of: string | null; limits: readonly DeviceLimit[] }) {
  return (
    <>
      {limits
        .filter(({ layer }) => layer !== '' && layer === of)
        .map((limit, at) => (
          <p key={at} class="own-problem">
            {limitWords(limit)}. {limit.remedy}
          </p>
        ))}
    </>
  );
}

interface AkidaProps {
  layer: AkidaLayer;
  /** The Keras layers it was made of; empty when unknown. */
  madeOf: readonly string[];
  warnings: readonly Problem[];
  limits: readonly DeviceLimit[];
  onOpen: (name: string) => void;
  onOpenKeras: (name: string) => void;
}

export function AkidaLayerDetails(props: AkidaProps) {
  const { layer, madeOf, warnings, limits, onOpen, onOpenKeras } = props;
  const signs = layer.output_signed ? 'signed' : 'unsigned';
  return (
    <>
      <h3>
        {layer.type} <code>{layer.name}</code>
      </h3>
      <BrokenLimits of={layer.name} limits={limits} />
      <Troubles of={[layer.name, ...madeOf]} problems={warnings} kind="warning" />
      <dl class="properties">
        <Row name="Input">{formatShape(layer.input_shape)}</Row>
        <Row name="Output">
          {formatShape(layer.output_shape)}
          {layer.output_bits ? `, ${layer.output_bits} bit ${signs}` : ''}
        </Row>
        {layer.kernel_shape && <Row name="Kernel">{formatShape(layer.kernel_shape)}</Row>}
        <Row name="Parameters">{formatCount(layer.parameter_count)}</Row>
        <Row name="MACs">{formatLargeCount(layer.macs)}</Row>
        <Row name="Comes from">
          <LayerLinks names={layer.inbounds} onOpen={onOpen} />
        </Row>
        {madeOf.length > 0 && (
          <Row name="Made of">
            <LayerLinks names={madeOf} onOpen={onOpenKeras} />
          </Row>
        )}
      </dl>
      {layer.variables.length > 0 && (
        <>
          <h4>Variables</h4>
          <ul class="variables">
            {layer.variables.map((variable) => (
              <Variable key={variable.name} variable={variable} />
            ))}
          </ul>
        </>
      )}
      <h4>Parameters</h4>
      <dl class="properties mono">
        {Object.entries(layer.parameters).map(([name, value]) => (
          <Row key={name} name={name}>
            {value}
          </Row>
        ))}
      </dl>
    </>
  );
}

interface KerasProps {
  layer: SourceLayer;
  problems: readonly Problem[];
  warnings: readonly Problem[];
  limits: readonly DeviceLimit[];
  onOpen: (name: string) => void;
  /** Absent where there is no Akida model to show. */
  onOpenAkida: ((name: string) => void) | null;
}

export function KerasLayerDetails(props: KerasProps) {
  const { layer, problems, warnings, limits, onOpen, onOpenAkida } = props;
  return (
    <>
      <h3>
        {plainClassName(layer.class_name)} <code>{layer.name}</code>
      </h3>
      <Troubles of={[layer.name]} problems={problems} kind="problem" />
      <BrokenLimits of={layer.ignored ? null : layer.akida_layer} limits={limits} />
      <Troubles of={[layer.name]} problems={warnings} kind="warning" />
      <dl class="properties">
        <Row name="Output">{formatShape(layer.output_shape)}</Row>
        <Row name="Comes from">
          <LayerLinks names={layer.inbounds} onOpen={onOpen} />
        </Row>
        {layer.akida_layer && (
          <Row name={onOpenAkida ? 'Became part of' : 'Would become'}>
            {onOpenAkida ? (
              <LayerLinks names={[layer.akida_layer]} onOpen={onOpenAkida} />
            ) : (
              <code>{layer.akida_layer}</code>
            )}
          </Row>
        )}
        {layer.ignored && <Row name="On Akida">No: it follows the output and runs on the host</Row>}
      </dl>
    </>
  );
}
