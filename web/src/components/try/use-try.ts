// SPDX-License-Identifier: Apache-2.0

import { useEffect, useRef, useState } from 'preact/hooks';
import type { AkidaModel } from '../../report';
import { RunModel, type Ran, type Shown } from '../../run/model';
import { loadSamples, type Samples } from '../../samples/samples';

export interface Trial {
  run: RunModel | null;
  samples: Samples | null;
  /** Of all samples, once all have been run. */
  ran: Ran | null;
  /** The sample looked at, and what the model made of it. */
  chosen: number;
  shown: Shown | null;
  busy: { words: string; fraction: number | null } | null;
  error: string;
  choose: (index: number) => void;
  /** Other samples than those of files: drawn, or from a camera. */
  give: (samples: Samples) => void;
  cancel: () => void;
}

const wordsOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Loads a model, then whatever samples it is given, and runs them. */
export function useTry(fbz: Blob, model: AkidaModel, files: readonly File[]): Trial {
  const [run, setRun] = useState<RunModel | null>(null);
  const [samples, setSamples] = useState<Samples | null>(null);
  const [ran, setRan] = useState<Ran | null>(null);
  const [chosen, setChosen] = useState(0);
  const [shown, setShown] = useState<Shown | null>(null);
  const [busy, setBusy] = useState<Trial['busy']>(null);
  const [error, setError] = useState('');
  const current = useRef<AbortController | null>(null);

  /** Work that a later one, a cancel, or the end of the panel ends. */
  const work = (words: string, task: (signal: AbortSignal) => Promise<void>): (() => void) => {
    current.current?.abort();
    const abort = new AbortController();
    current.current = abort;
    setBusy({ words, fraction: null });
    setError('');
    task(abort.signal)
      .catch((cause: unknown) => {
        if (!abort.signal.aborted) setError(wordsOf(cause));
      })
      .finally(() => {
        if (current.current !== abort) return;
        // Done, not to be aborted any more: the model loads further workers under its signal.
        current.current = null;
        setBusy(null);
      });
    return () => {
      abort.abort();
    };
  };

  useEffect(() => {
    let loaded: RunModel | null = null;
    const end = work('Loading the model', async (signal) => {
      loaded = await RunModel.load(fbz, model, signal);
      if (signal.aborted) loaded.dispose();
      else setRun(loaded);
    });
    return () => {
      end();
      loaded?.dispose();
      setRun(null);
    };
  }, [fbz, model]);

  useEffect(() => {
    if (!run || files.length === 0) return;
    return work('Reading samples', async (signal) => {
      const read = await loadSamples(
        files,
        run.runner.inputShape,
        (fraction) => {
          if (!signal.aborted) setBusy({ words: 'Reading samples', fraction });
        },
        signal,
      );
      if (!signal.aborted) begin(read);
    });
  }, [run, files]);

  const begin = (next: Samples): void => {
    setRan(null);
    setShown(null);
    setChosen(0);
    setSamples(next);
  };

  useEffect(() => {
    if (!run || !samples || samples.count < 2) return;
    return work('Running the samples', async (signal) => {
      const result = await run.run(samples, {
        onProgress: (fraction) => {
          if (!signal.aborted) setBusy({ words: 'Running the samples', fraction });
        },
        signal,
      });
      if (!signal.aborted) setRan(result);
    });
  }, [run, samples]);

  useEffect(() => {
    if (!run || !samples) return;
    const abort = new AbortController();
    run.show(samples, chosen, { signal: abort.signal }).then(
      (result) => {
        if (!abort.signal.aborted) setShown(result);
      },
      (cause: unknown) => {
        if (!abort.signal.aborted) setError(wordsOf(cause));
      },
    );
    return () => {
      abort.abort();
    };
  }, [run, samples, chosen]);

  return {
    run,
    samples,
    ran,
    chosen,
    shown,
    busy,
    error,
    choose: setChosen,
    give: begin,
    cancel: () => {
      current.current?.abort();
      setBusy(null);
    },
  };
}
