// SPDX-License-Identifier: Apache-2.0

import { useEffect, useRef } from 'preact/hooks';
import { plural } from '../../format';
import type { LayerActivity } from '../../run/activity';
import { paint } from './SamplePicture';

const MOST_MAPS = 48;

export function share(part: number, all: number): string {
  return `${((100 * part) / Math.max(1, all)).toFixed(1)}%`;
}

function OutputMap({ of, channel }: { of: LayerActivity; channel: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { output } = of;
    const [, height = 1, width = 1, channels = 1] = output?.shape ?? [];
    if (canvas.current && output) {
      paint(canvas.current, output.data, [height, width, channels], channel);
    }
  }, [of, channel]);
  return <canvas ref={canvas} class="output-map" aria-hidden="true" />;
}

/** What a layer made of the sample: a picture a channel, or a bar a neuron. */
export function OutputMaps({ of }: { of: LayerActivity }) {
  const [, height = 1, width = 1, channels = 1] = of.output?.shape ?? [];
  const flat = height * width === 1;
  const shown = Math.min(channels, MOST_MAPS);
  return (
    <section class="output-maps" data-testid="output-maps">
      <h3>What it made of the sample</h3>
      <p>
        {share(of.zeros, of.values)} zeros
        {of.output?.type !== 'float32' && `, ${share(of.saturated, of.values)} saturated`}
        {flat ? '' : `; ${plural(channels, 'map')} of ${height} × ${width}`}
      </p>
      {flat ? (
        <Neurons values={of.output?.data ?? []} />
      ) : (
        <div class="map-grid" role="img" aria-label={`Output maps of ${of.name}`}>
          {Array.from({ length: shown }, (_, channel) => (
            <OutputMap key={channel} of={of} channel={channel} />
          ))}
        </div>
      )}
      {!flat && shown < channels && <p class="quiet">The first {shown} are shown.</p>}
    </section>
  );
}

function Neurons({ values }: { values: ArrayLike<number> }) {
  const numbers = Array.from(values);
  const most = Math.max(1e-9, ...numbers.map(Math.abs));
  const step = 100 / Math.max(1, numbers.length);
  return (
    <svg
      class="neurons"
      viewBox="0 0 100 40"
      preserveAspectRatio="none"
      role="img"
      aria-label={`${numbers.length} outputs, as bars`}
    >
      {numbers.map((value, at) => {
        const height = (Math.abs(value) / most) * 19;
        return (
          <rect
            key={at}
            x={at * step}
            y={value >= 0 ? 20 - height : 20}
            width={step * 0.8}
            height={height}
          />
        );
      })}
    </svg>
  );
}
