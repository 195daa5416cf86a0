// SPDX-License-Identifier: Apache-2.0

import { useEffect, useMemo } from 'preact/hooks';
import { formatBytes } from '../../format';
import type { Quantized } from '../../quantize/quantize';

interface Props {
  of: Blob;
  name: string;
  primary?: boolean;
  testId: string;
}

function Download({ of, name, primary = false, testId }: Props) {
  const url = useMemo(() => URL.createObjectURL(of), [of]);
  useEffect(
    () => () => {
      URL.revokeObjectURL(url);
    },
    [url],
  );
  return (
    <a
      class={`button ${primary ? 'primary' : 'small'}`}
      href={url}
      download={name}
      data-testid={testId}
    >
      {name} {formatBytes(of.size)}
    </a>
  );
}

/** The files that quantizing made. */
export function Downloads({ result }: { result: Quantized }) {
  const { name, fbz, h5, ranges } = result;
  const json = useMemo(
    () => new Blob([`${JSON.stringify(ranges, null, 2)}\n`], { type: 'application/json' }),
    [ranges],
  );
  return (
    <div class="ways">
      {fbz && <Download of={fbz} name={`${name}.fbz`} primary testId="quantized-fbz" />}
      <Download of={h5} name={`${name}.h5`} testId="quantized-h5" />
      <Download of={json} name={`${name}.ranges.json`} testId="quantized-ranges" />
    </div>
  );
}
