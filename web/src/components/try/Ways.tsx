// SPDX-License-Identifier: Apache-2.0

import { SampleFiles } from './SampleFiles';
import { HAS_CAMERA } from './Camera';

export type Way = 'files' | 'draw' | 'camera';

interface Props {
  way: Way;
  /** Of a sample; 0: not known yet. */
  channels: number;
  onWay: (way: Way) => void;
  onFiles: (files: readonly File[]) => void;
}

/** Where samples can come from. */
export function Ways({ way, channels, onWay, onFiles }: Props) {
  const offered: [Exclude<Way, 'files'>, string, boolean][] = [
    ['draw', 'Draw', channels === 1],
    ['camera', 'Camera', (channels === 1 || channels === 3) && HAS_CAMERA],
  ];
  return (
    <div class="ways">
      <SampleFiles onFiles={onFiles} />
      {offered
        .filter(([, , possible]) => possible)
        .map(([name, words]) => (
          <button
            key={name}
            type="button"
            class="button small"
            aria-pressed={way === name}
            onClick={() => {
              onWay(way === name ? 'files' : name);
            }}
          >
            {words}
          </button>
        ))}
    </div>
  );
}
