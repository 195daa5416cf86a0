// SPDX-License-Identifier: Apache-2.0

import { formatCount, formatShape } from '../format';
import type { AkidaModel } from '../report';

interface Props {
  model: AkidaModel;
  selected: string | null;
  onSelect: (name: string) => void;
}

/** The summary of the model, a layer a row, as Akida's own `model.summary()` orders it. */
export function LayerTable({ model, selected, onSelect }: Props) {
  return (
    <div class="table-frame" role="region" aria-label="Layers" tabIndex={0}>
      <table class="layers">
        <thead>
          <tr>
            <th scope="col">Layer</th>
            <th scope="col">Type</th>
            <th scope="col">Output shape</th>
            <th scope="col">Kernel shape</th>
            <th scope="col" class="number">
              Parameters
            </th>
            <th scope="col" class="number">
              Bytes
            </th>
          </tr>
        </thead>
        <tbody>
          {model.layers.map((layer, at) => (
            <tr key={at} class={layer.name === selected ? 'selected' : ''}>
              <th scope="row">
                <button
                  type="button"
                  class="link"
                  onClick={() => {
                    onSelect(layer.name);
                  }}
                >
                  {layer.name}
                </button>
              </th>
              <td>{layer.type}</td>
              <td>{formatShape(layer.output_shape)}</td>
              <td>{formatShape(layer.kernel_shape)}</td>
              <td class="number">{formatCount(layer.parameter_count)}</td>
              <td class="number">{formatCount(layer.bytes)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={4}>
              Total
            </th>
            <td class="number">{formatCount(model.totals.parameters)}</td>
            <td class="number">{formatCount(model.totals.bytes)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
