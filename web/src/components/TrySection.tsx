// SPDX-License-Identifier: Apache-2.0

import { useState } from 'preact/hooks';
import { OnDemand } from './OnDemand';
import type { TryProps } from './try/TryPanel';

/** Runs a model on samples; its code and WebAssembly come when it is opened, or samples are given. */
export function TrySection(props: TryProps) {
  const [open, setOpen] = useState(false);
  return (
    <section class="workshop" aria-label="Try it" data-testid="try">
      {open || props.files.length > 0 ? (
        <>
          <h2>Try it</h2>
          <OnDemand load={() => import('./try/TryPanel')} props={props} />
        </>
      ) : (
        <div class="workshop-closed">
          <div>
            <h2>Try it</h2>
            <p class="quiet">
              Give it pictures or arrays, and see its classes and what every layer makes of them.
            </p>
          </div>
          <button
            type="button"
            class="button"
            data-testid="open-try"
            onClick={() => {
              setOpen(true);
            }}
          >
            Run this model here
          </button>
        </div>
      )}
    </section>
  );
}
