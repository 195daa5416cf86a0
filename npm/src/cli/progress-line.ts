// SPDX-License-Identifier: Apache-2.0
import type { ProgressCallback } from '../jobs.js';
import { mayBeTerminal, writeError } from './standard-streams.js';
import { progress } from './text.js';

const PATIENCE = 300;
const INTERVAL = 50;

/**
 * A progress bar on the standard error, only on a terminal and only for work that takes long.
 * Gives what to call while it lasts and what to call at its end.
 */
export function progressLine(): { show?: ProgressCallback; clear: () => void } {
  if (!mayBeTerminal()) return { clear: () => undefined };
  const start = performance.now();
  let last = start;
  let shown = false;
  return {
    show(fraction, step) {
      const now = performance.now();
      if (now - start < PATIENCE || now - last < INTERVAL || !process.stderr.isTTY) return;
      last = now;
      shown = true;
      writeError(`\r${progress(fraction, step)}\u001b[K`);
    },
    clear() {
      if (shown) writeError('\r\u001b[K');
    },
  };
}
