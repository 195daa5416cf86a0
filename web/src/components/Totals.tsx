// SPDX-License-Identifier: Apache-2.0

import type { ComponentChildren } from 'preact';
import { formatBytes, formatLargeCount, formatMilliseconds, formatShape } from '../format';
import type { AkidaModel } from '../report';

function Total({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Both sizes as bars on one scale: how much smaller the Akida file is can be seen. */
function Sizes({ source, before, after }: { source: string; before: number; after: number }) {
  const widest = Math.max(before, after, 1);
  return (
    <div class="sizes">
      <dt>File size</dt>
      <dd>
        {(
          [
            [source, before],
            ['.fbz', after],
          ] as const
        ).map(([name, bytes]) => (
          <span key={name} class="size">
            <code>{name}</code>
            <span class="size-track">
              <span class="size-bar" style={{ width: `${(bytes / widest) * 100}%` }} />
            </span>
            <span class="size-value">{formatBytes(bytes)}</span>
          </span>
        ))}
      </dd>
    </div>
  );
}

interface Props {
  model: AkidaModel;
  /** Of a conversion: both sizes; of an opened file: its own. */
  /** Extension of the model converted, e.g. `.h5`. */
  source?: string;
  h5Bytes: number | null;
  fbzBytes: number;
  milliseconds: number;
}

export function Totals({ model, source = '.h5', h5Bytes, fbzBytes, milliseconds }: Props) {
  return (
    <dl class="totals">
      {h5Bytes === null ? (
        <Total name="File size">{formatBytes(fbzBytes)}</Total>
      ) : (
        <Sizes source={source} before={h5Bytes} after={fbzBytes} />
      )}
      <Total name="Layers">{model.totals.layers}</Total>
      <Total name="Parameters">{formatLargeCount(model.totals.parameters)}</Total>
      <Total name="MACs">{formatLargeCount(model.totals.macs)}</Total>
      <Total name="Input">{formatShape(model.input_shape)}</Total>
      <Total name="Output">{formatShape(model.output_shape)}</Total>
      <Total name={h5Bytes === null ? 'Opened in' : 'Converted in'}>
        {formatMilliseconds(milliseconds)}
      </Total>
    </dl>
  );
}
