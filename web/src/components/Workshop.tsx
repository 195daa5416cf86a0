// SPDX-License-Identifier: Apache-2.0

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

interface WorkshopProps {
  name: string;
  testId: string;
  /** Whether the visitor has given it something to work on. */
  given: boolean;
  /** What stands there until it is opened. */
  closed: { heading: string; words: string; action: string; primary: boolean; testId: string };
  children: ComponentChildren;
}

/** A part of the page that is opened by its button, or by what is given to it. */
export function Workshop({ name, testId, given, closed, children }: WorkshopProps) {
  const [open, setOpen] = useState(false);
  return (
    <section class="workshop" aria-label={name} data-testid={testId}>
      {open || given ? (
        <>
          <h2>{name}</h2>
          {children}
        </>
      ) : (
        <div class="workshop-closed">
          <div>
            <h2>{closed.heading}</h2>
            <p class="quiet">{closed.words}</p>
          </div>
          <button
            type="button"
            class={closed.primary ? 'button primary' : 'button'}
            data-testid={closed.testId}
            onClick={() => {
              setOpen(true);
            }}
          >
            {closed.action}
          </button>
        </div>
      )}
    </section>
  );
}
