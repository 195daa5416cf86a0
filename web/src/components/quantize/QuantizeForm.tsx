// SPDX-License-Identifier: Apache-2.0

import type { Bits, Settings } from '../../quantize/quantize';
import type { AkidaVersion } from '../../report';

interface Props {
  settings: Settings;
  onChange: (settings: Settings) => void;
}

const BITS = [
  ['weightBits', 'Weights'],
  ['activationBits', 'Activations'],
  ['inputWeightBits', 'Weights of the first layer'],
] as const;

/** What the model is quantized to. */
export function QuantizeForm({ settings, onChange }: Props) {
  return (
    <div class="quantize-form">
      {BITS.map(([name, label]) => (
        <label key={name}>
          <span>{label}</span>
          <select
            data-testid={name}
            value={settings[name]}
            onChange={(event) => {
              onChange({ ...settings, [name]: Number(event.currentTarget.value) as Bits });
            }}
          >
            <option value={8}>8 bit</option>
            <option value={4}>4 bit</option>
          </select>
        </label>
      ))}
      <label>
        <span>Akida generation</span>
        <select
          data-testid="quantize-version"
          value={settings.akidaVersion}
          onChange={(event) => {
            onChange({
              ...settings,
              akidaVersion: event.currentTarget.value as AkidaVersion,
            });
          }}
        >
          <option value="v2">Akida 2.0</option>
          <option value="v1">Akida 1.0</option>
        </select>
      </label>
    </div>
  );
}
