// SPDX-License-Identifier: Apache-2.0

import { useRef } from 'preact/hooks';
import { isSample } from '../../intake';

/** Buttons that ask for samples: files, or a folder. */
export function SampleFiles({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement): void => {
    const chosen = Array.from(input.files ?? []).filter(isSample);
    if (chosen.length > 0) onFiles(chosen);
    input.value = '';
  };
  return (
    <>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        accept="image/*,.npy,.npz"
        data-testid="sample-files"
        onChange={(event) => {
          take(event.currentTarget);
        }}
      />
      <input
        ref={(input) => {
          folder.current = input;
          if (input) input.webkitdirectory = true;
        }}
        type="file"
        hidden
        data-testid="sample-folder"
        onChange={(event) => {
          take(event.currentTarget);
        }}
      />
      <button type="button" class="button small" onClick={() => files.current?.click()}>
        Choose pictures or arrays
      </button>
      <button type="button" class="button small" onClick={() => folder.current?.click()}>
        Choose a folder
      </button>
    </>
  );
}
