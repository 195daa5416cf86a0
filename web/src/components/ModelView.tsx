// SPDX-License-Identifier: Apache-2.0

import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Measures } from '../graph/measures';
import {
  akidaLayersWarned,
  akidaNetwork,
  kerasNetwork,
  FAMILY_NAMES,
  MARK_NAMES,
  type Family,
  type Mark,
  type Marks,
  type Network,
} from '../graph/network';
import type { AkidaModel, SourceModel } from '../report';
import { AkidaLayerDetails, KerasLayerDetails } from './LayerDetails';
import { LayerTable } from './LayerTable';
import { MeasureChooser } from './MeasureChooser';
import { NetworkPicture } from './NetworkPicture';

type Side = 'akida' | 'keras';

export interface Selection {
  side: Side;
  name: string | null;
}

interface Props {
  akida: AkidaModel | null;
  keras: SourceModel | null;
  marks: Marks;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  /** Of the layers on the side that is shown: the picture shows one of these at a time. */
  measures: readonly Measures[];
  /** What was measured at a layer, in full. */
  detailsOf: (layer: string) => ComponentChildren;
}

/** What the colours of the picture mean: only those that are in it. */
function Key({ network }: { network: Network }) {
  const families = new Set(network.nodes.map((node) => node.family));
  const marks = new Set(network.nodes.map((node) => node.mark));
  return (
    <ul class="key">
      {(Object.keys(MARK_NAMES) as Mark[])
        .filter((mark) => marks.has(mark))
        .map((mark) => (
          <li key={mark}>
            <span class={`key-box ${mark}`} /> {MARK_NAMES[mark]}
          </li>
        ))}
      {(Object.keys(FAMILY_NAMES) as Family[])
        .filter((family) => families.has(family))
        .map((family) => (
          <li key={family} class={family}>
            <span class="key-swatch" /> {FAMILY_NAMES[family]}
          </li>
        ))}
    </ul>
  );
}

function Details({
  akida,
  keras,
  marks,
  selection,
  onSelect,
  network,
}: Props & { network: Network }) {
  const { side, name } = selection;
  const openAkida = (layer: string): void => {
    onSelect({ side: 'akida', name: layer });
  };
  const openKeras = (layer: string): void => {
    onSelect({ side: 'keras', name: layer });
  };
  const akidaLayer = side === 'akida' && akida?.layers.find((layer) => layer.name === name);
  if (akidaLayer) {
    const madeOf = keras?.layers.filter((layer) => layer.akida_layer === akidaLayer.name) ?? [];
    return (
      <AkidaLayerDetails
        layer={akidaLayer}
        madeOf={madeOf.map((layer) => layer.name)}
        warnings={marks.warnings}
        limits={marks.limits}
        onOpen={openAkida}
        onOpenKeras={openKeras}
      />
    );
  }
  const kerasLayer = side === 'keras' && keras?.layers.find((layer) => layer.name === name);
  if (kerasLayer) {
    return (
      <KerasLayerDetails
        layer={kerasLayer}
        problems={marks.problems}
        warnings={marks.warnings}
        limits={marks.limits}
        onOpen={openKeras}
        onOpenAkida={akida && openAkida}
      />
    );
  }
  return (
    <>
      <p class="details-empty">
        Choose a layer in the picture{akida ? ' or the table' : ''} to see{' '}
        {side === 'akida' ? 'its parameters and the spread of its variables' : 'what it is'}.
      </p>
      <Key network={network} />
    </>
  );
}

/** Picture, details of the chosen layer, and the table of layers: one selection for all three. */
export function ModelView(props: Props) {
  const { akida, keras, marks, selection, onSelect, measures, detailsOf } = props;
  const { side } = selection;
  const [measured, setMeasured] = useState('');
  const shown = measures.find(({ name }) => name === measured) ?? measures[0];
  const network = useMemo(() => {
    if (side === 'akida' && akida) {
      return akidaNetwork(akida, akidaLayersWarned(marks.warnings, keras), marks.limits);
    }
    return keras ? kerasNetwork(keras, marks) : null;
  }, [side, akida, keras, marks]);
  if (!network) return null;
  return (
    <>
      <section class="network" aria-label="Network">
        <div class="network-head">
          <h2>{side === 'akida' ? 'Akida network' : 'Keras model'}</h2>
          {akida && keras && (
            <div class="switch" role="group" aria-label="Which network to show">
              {(['akida', 'keras'] as const).map((which) => (
                <button
                  key={which}
                  type="button"
                  aria-pressed={side === which}
                  onClick={() => {
                    onSelect({ side: which, name: null });
                  }}
                >
                  {which === 'akida' ? 'Akida' : 'Keras'}
                </button>
              ))}
            </div>
          )}
        </div>
        {shown && <MeasureChooser measures={measures} shown={shown} onChoose={setMeasured} />}
        <div class="network-body">
          <NetworkPicture
            key={side}
            network={network}
            label={side === 'akida' ? 'Picture of the Akida network' : 'Picture of the Keras model'}
            selected={selection.name}
            measures={shown?.of}
            onSelect={(name) => {
              onSelect({ side, name });
            }}
          />
          <div
            class="details"
            aria-live="polite"
            data-testid="layer-details"
            tabIndex={0}
            role="region"
            aria-label="Chosen layer"
          >
            {selection.name !== null && detailsOf(selection.name)}
            <Details {...props} network={network} />
          </div>
        </div>
      </section>
      {akida && (
        <section class="layers-section">
          <h2>Layers</h2>
          <LayerTable
            model={akida}
            selected={side === 'akida' ? selection.name : null}
            onSelect={(name) => {
              onSelect({ side: 'akida', name });
            }}
          />
        </section>
      )}
    </>
  );
}
