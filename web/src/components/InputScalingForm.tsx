// SPDX-License-Identifier: Apache-2.0

import { useState } from 'preact/hooks';
import type { InputScaling } from '../jobs';

interface Props {
  value: InputScaling | null;
  onApply: (value: InputScaling | null) => void;
}

/** What a legacy model was told of its inputs: integer = scale × float + shift. */
export function InputScalingForm({ value, onApply }: Props) {
  const [scale, setScale] = useState(String(value?.scale ?? 1));
  const [shift, setShift] = useState(String(value?.shift ?? 0));
  const parsed = { scale: Number(scale), shift: Number(shift) };
  const valid =
    scale.trim() !== '' && shift.trim() !== '' && parsed.scale > 0 && Number.isFinite(parsed.shift);
  return (
    <details class="input-scaling" open={value !== null}>
      <summary>Input scaling</summary>
      <p>
        If the model was trained on scaled inputs (integer = scale × float + shift), give the same
        two numbers as in training.
      </p>
      <div class="fields">
        <label>
          Scale{' '}
          <input
            inputMode="decimal"
            value={scale}
            onInput={(event) => {
              setScale(event.currentTarget.value);
            }}
          />
        </label>
        <label>
          Shift{' '}
          <input
            inputMode="decimal"
            value={shift}
            onInput={(event) => {
              setShift(event.currentTarget.value);
            }}
          />
        </label>
        <button
          type="button"
          class="button small"
          disabled={!valid}
          onClick={() => {
            onApply(parsed);
          }}
        >
          Convert with it
        </button>
        {value && (
          <button
            type="button"
            class="button small"
            onClick={() => {
              onApply(null);
            }}
          >
            Without
          </button>
        )}
      </div>
    </details>
  );
}
