// SPDX-License-Identifier: Apache-2.0

import { useState } from 'preact/hooks';
import { OnDemand } from './OnDemand';
import type { QuantizeProps } from './quantize/QuantizePanel';

/** Quantizes a float model; code and WebAssembly come when it is opened, or samples are given. */
export function QuantizeSection(props: QuantizeProps) {
  const [open, setOpen] = useState(false);
  return (
    <section class="workshop" aria-label="Quantize" data-testid="quantize-section">
      {open || props.samples.length > 0 ? (
        <>
          <h2>Quantize</h2>
          <OnDemand load={() => import('./quantize/QuantizePanel')} props={props} />
        </>
      ) : (
        <div class="workshop-closed">
          <div>
            <h2>Quantize it here</h2>
            <p class="quiet">
              With some typical pictures or arrays, this tab makes the quantized model and its Akida
              file, as QuantizeML would.
            </p>
          </div>
          <button
            type="button"
            class="button primary"
            data-testid="open-quantize"
            onClick={() => {
              setOpen(true);
            }}
          >
            Quantize here
          </button>
        </div>
      )}
    </section>
  );
}
