// SPDX-License-Identifier: Apache-2.0

import { useEffect, useRef, useState } from 'preact/hooks';

/** One piece of work at a time, which a later one, a cancel, or the end of the component ends. */
export interface Task {
  /** Share done; null: nothing is being done. */
  fraction: number | null;
  error: string;
  begin: (
    work: (onProgress: (fraction: number) => void, signal: AbortSignal) => Promise<void>,
  ) => void;
  cancel: () => void;
}

export function useTask(): Task {
  const [fraction, setFraction] = useState<number | null>(null);
  const [error, setError] = useState('');
  const current = useRef<AbortController | null>(null);
  useEffect(() => () => current.current?.abort(), []);
  return {
    fraction,
    error,
    begin: (work) => {
      current.current?.abort();
      const own = new AbortController();
      const { signal } = own;
      current.current = own;
      setFraction(0);
      setError('');
      const progress = (done: number): void => {
        if (!signal.aborted) setFraction(done);
      };
      work(progress, signal)
        .catch((cause: unknown) => {
          if (!signal.aborted) setError(cause instanceof Error ? cause.message : String(cause));
        })
        .finally(() => {
          if (current.current === own) setFraction(null);
        });
    },
    cancel: () => {
      current.current?.abort();
      current.current = null;
      setFraction(null);
    },
  };
}
