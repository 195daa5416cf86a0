// SPDX-License-Identifier: Apache-2.0

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { MAX_DRAWN_NODES, layOut, neighbour, type Direction, type Layout } from '../graph/layout';
import type { Measure } from '../graph/measures';
import { MARK_NAMES, type Network, type NetworkNode } from '../graph/network';
import { useDragToPan, usePinch } from './pan-and-zoom';

const MIN_ZOOM = 0.15;
const MAX_ZOOM = 2;
/** Below this, names in the nodes can hardly be read: show a part rather than everything. */
const READABLE_ZOOM = 0.8;
const ZOOM_STEP = 1.25;

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

interface Props {
  network: Network;
  label: string;
  selected: string | null;
  /** Names that belong to what is selected elsewhere. */
  related?: ReadonlySet<string>;
  measures?: ReadonlyMap<string, Measure> | undefined;
  onSelect: (name: string) => void;
}

const clampZoom = (zoom: number): number => Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom));

function zoomToFit(frame: HTMLElement, layout: Layout): number {
  return clampZoom(
    Math.min(1, frame.clientWidth / layout.width, frame.clientHeight / layout.height),
  );
}

/** Everything if it stays readable, otherwise the whole width, otherwise a readable part. */
function openingZoom(frame: HTMLElement, layout: Layout): number {
  const everything = zoomToFit(frame, layout);
  const width = Math.min(1, frame.clientWidth / layout.width);
  return everything >= READABLE_ZOOM ? everything : Math.max(READABLE_ZOOM, Math.min(1, width));
}

/** The network as nodes and lines, in a frame that scrolls, zooms and follows the arrow keys. */
export function NetworkPicture(props: Props) {
  if (props.network.nodes.length > MAX_DRAWN_NODES) {
    return (
      <p class="picture-note">
        This network has {props.network.nodes.length} layers, too many for a picture.
      </p>
    );
  }
  return <DrawnNetwork {...props} />;
}

/** A bar along the lower edge of a node: as long as what was measured there is large. */
function MeasureBar({ measure: { words, part } }: { measure: Measure }) {
  return (
    <>
      <span class="node-part" style={{ width: `${Math.min(1, Math.max(0, part)) * 100}%` }} />
      <span class="node-measure">{words}</span>
    </>
  );
}

interface NodeProps {
  node: NetworkNode;
  place: { x: number; y: number } | undefined;
  measure: Measure | undefined;
  related: boolean;
  chosen: boolean;
  tabStop: boolean;
  onChoose: () => void;
}

/** A layer, as a button. */
function Node({ node, place, measure, related, chosen, tabStop, onChoose }: NodeProps) {
  const classes = [
    'node',
    node.family,
    measure && 'measured',
    measure?.grade != null && `grade-${measure.grade}`,
    node.mark && `mark-${node.mark}`,
    related && 'related',
  ];
  return (
    <button
      type="button"
      class={classes.filter(Boolean).join(' ')}
      style={{ left: `${place?.x ?? 0}px`, top: `${place?.y ?? 0}px` }}
      tabIndex={tabStop ? 0 : -1}
      aria-pressed={chosen}
      data-layer={node.name}
      onClick={onChoose}
    >
      <span class="node-line">
        <span class="node-type">{node.type}</span>
        <span class="node-bits">{node.bits}</span>
      </span>
      <span class="node-line">
        <span class="node-name">{node.name}</span>
        <span class="node-shape">{node.shape}</span>
      </span>
      {measure && <MeasureBar measure={measure} />}
      {node.mark && <span class="visually-hidden">{MARK_NAMES[node.mark]}</span>}
    </button>
  );
}

function DrawnNetwork({ network, label, selected, related, measures, onSelect }: Props) {
  const layout = useMemo(() => layOut(network), [network]);
  const frame = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(1);
  const selectedAt = network.nodes.findIndex((node) => node.name === selected);
  const [focusable, setFocusable] = useState(0);
  const tabStop = selectedAt >= 0 ? selectedAt : Math.min(focusable, network.nodes.length - 1);

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    setZoom(openingZoom(element, layout));
    // The first node that needs attention, or the input on top, in the middle of the frame.
    const marked = network.nodes.findIndex(({ mark }) => mark === 'problem' || mark === 'limit');
    requestAnimationFrame(() => {
      const node = element.querySelectorAll<HTMLElement>('.node')[Math.max(0, marked)];
      if (!node) return;
      const from = element.getBoundingClientRect();
      const at = node.getBoundingClientRect();
      element.scrollLeft += at.left + at.width / 2 - from.left - from.width / 2;
      if (marked > 0) element.scrollTop += at.top - from.top - from.height / 3;
    });
  }, [layout]);

  // Keep what is in the middle of the frame there.
  const zoomBy = (factor: number): void => {
    const element = frame.current;
    if (!element) return;
    const next = clampZoom(zoom * factor);
    const x = (element.scrollLeft + element.clientWidth / 2) / zoom;
    const y = (element.scrollTop + element.clientHeight / 2) / zoom;
    setZoom(next);
    requestAnimationFrame(() => {
      element.scrollLeft = x * next - element.clientWidth / 2;
      element.scrollTop = y * next - element.clientHeight / 2;
    });
  };
  const fit = (): void => {
    if (frame.current) setZoom(zoomToFit(frame.current, layout));
  };
  useDragToPan(frame);
  usePinch(frame, zoomBy);

  // A layer chosen in the table or among the problems comes into view.
  useEffect(() => {
    if (selectedAt < 0) return;
    const element = frame.current;
    const node = element?.querySelectorAll<HTMLElement>('.node')[selectedAt];
    if (!element || !node) return;
    const from = element.getBoundingClientRect();
    const at = node.getBoundingClientRect();
    if (at.top < from.top) element.scrollTop += at.top - from.top - 12;
    if (at.bottom > from.bottom) element.scrollTop += at.bottom - from.bottom + 12;
    if (at.left < from.left) element.scrollLeft += at.left - from.left - 12;
    if (at.right > from.right) element.scrollLeft += at.right - from.right + 12;
  }, [selectedAt]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = DIRECTIONS[event.key];
    if (direction) {
      const to = neighbour(layout.places, tabStop, direction);
      setFocusable(to);
      const node = network.nodes[to];
      if (selectedAt >= 0 && node) onSelect(node.name);
      frame.current?.querySelectorAll<HTMLElement>('.node')[to]?.focus();
    } else if (event.key === '+' || event.key === '=') zoomBy(ZOOM_STEP);
    else if (event.key === '-') zoomBy(1 / ZOOM_STEP);
    else if (event.key === '0') fit();
    else return;
    event.preventDefault();
  };

  return (
    <div class="picture" role="group" aria-label={label}>
      <div class="picture-frame" ref={frame} onKeyDown={onKeyDown}>
        <div
          class="picture-extent"
          style={{ width: `${layout.width * zoom}px`, height: `${layout.height * zoom}px` }}
        >
          <div
            class="picture-drawing"
            style={{
              width: `${layout.width}px`,
              height: `${layout.height}px`,
              transform: `scale(${zoom})`,
            }}
          >
            <svg width={layout.width} height={layout.height} aria-hidden="true">
              {layout.paths.map((path, at) => (
                <path key={at} class="edge" d={path} />
              ))}
            </svg>
            {network.nodes.map((node, at) => (
              <Node
                key={at}
                node={node}
                place={layout.places[at]}
                measure={measures?.get(node.name)}
                related={related?.has(node.name) ?? false}
                chosen={node.name === selected}
                tabStop={at === tabStop}
                onChoose={() => {
                  setFocusable(at);
                  onSelect(node.name);
                }}
              />
            ))}
          </div>
        </div>
      </div>
      <div class="picture-tools">
        <button
          type="button"
          aria-label="Zoom in"
          onClick={() => {
            zoomBy(ZOOM_STEP);
          }}
        >
          +
        </button>
        <button
          type="button"
          aria-label="Zoom out"
          onClick={() => {
            zoomBy(1 / ZOOM_STEP);
          }}
        >
          −
        </button>
        <button type="button" aria-label="Fit the whole network" onClick={fit}>
          Fit
        </button>
      </div>
    </div>
  );
}
