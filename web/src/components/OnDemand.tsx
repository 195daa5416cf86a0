// SPDX-License-Identifier: Apache-2.0

import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

type Loaded<Props> = () => Promise<{ default: ComponentType<Props> }>;

interface OnDemandProps<Props> {
  load: Loaded<Props>;
  props: Props;
}

/** A part of the page whose code comes when it is needed, from where the page came. */
export function OnDemand<Props extends object>({ load, props }: OnDemandProps<Props>) {
  const [Part, setPart] = useState<ComponentType<Props> | null>(null);
  const [failed, setFailed] = useState(false);
  const start = () => {
    setFailed(false);
    load().then(
      (module) => {
        setPart(() => module.default);
      },
      () => {
        setFailed(true);
      },
    );
  };
  useEffect(start, []);
  if (failed) {
    return (
      <p class="bad">
        This part of the page could not be loaded. Is there a network connection?{' '}
        <button type="button" class="button small" onClick={start}>
          Try again
        </button>
      </p>
    );
  }
  return Part ? <Part {...props} /> : <p class="quiet">Loading…</p>;
}
