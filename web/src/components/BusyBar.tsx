// SPDX-License-Identifier: Apache-2.0

interface Props {
  words: string;
  /** Null: it cannot be told how much is done. */
  fraction: number | null;
  onCancel: () => void;
}

/** Work that takes a while, and the way out of it. */
export function BusyBar({ words, fraction, onCancel }: Props) {
  return (
    <div class="busy">
      <progress
        class="progress"
        aria-label={words}
        max={1}
        {...(fraction === null ? {} : { value: fraction })}
      />
      <span>{words}</span>
      <button type="button" class="button small" onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}
