// SPDX-License-Identifier: Apache-2.0

import { Graph, layout } from '@dagrejs/dagre';
import type { Network } from './network';

export const NODE_WIDTH = 244;
export const NODE_HEIGHT = 56;
/** Beyond this a picture helps nobody, and the layout would block the page. */
export const MAX_DRAWN_NODES = 1200;
const MARGIN = 20;

export interface Place {
  /** Top left corner, in unscaled pixels. */
  x: number;
  y: number;
}

export interface Layout {
  width: number;
  height: number;
  places: Place[];
  /** SVG path data, one an edge. */
  paths: string[];
}

interface Point {
  x: number;
  y: number;
}

/** A smooth line through the points that dagre gives: midpoints joined by quadratic curves. */
function pathThrough(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.pop();
  if (!first || !last) return '';
  let path = `M${first.x} ${first.y}`;
  rest.forEach((point, at) => {
    const next = rest[at + 1] ?? last;
    const end =
      at + 1 < rest.length ? { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 } : last;
    path += `Q${point.x} ${point.y} ${end.x} ${end.y}`;
  });
  return rest.length === 0 ? `${path}L${last.x} ${last.y}` : path;
}

/** Layered top-down layout: inputs on top, branches side by side. */
export function layOut(network: Network): Layout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 28, ranksep: 30, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  network.nodes.forEach((_, at) => {
    graph.setNode(String(at), { width: NODE_WIDTH, height: NODE_HEIGHT });
  });
  network.edges.forEach(([from, to], at) => {
    graph.setEdge(String(from), String(to), {}, String(at));
  });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const places = network.nodes.map((_, at) => {
    const { x, y } = graph.node(String(at)) as Point;
    return { x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 };
  });
  const paths = network.edges.map(([from, to], at) => {
    const edge = graph.edge(String(from), String(to), String(at)) as { points: Point[] };
    return pathThrough(edge.points);
  });
  return { width, height, places, paths };
}

export type Direction = 'up' | 'down' | 'left' | 'right';

/** The node that an arrow key leads to: near in the direction, and little off to the side. */
export function neighbour(places: readonly Place[], from: number, direction: Direction): number {
  const origin = places[from];
  if (!origin) return from;
  const vertical = direction === 'up' || direction === 'down';
  const sign = direction === 'down' || direction === 'right' ? 1 : -1;
  let best = from;
  let bestCost = Infinity;
  places.forEach((place, at) => {
    const along = sign * (vertical ? place.y - origin.y : place.x - origin.x);
    const aside = Math.abs(vertical ? place.x - origin.x : place.y - origin.y);
    if (at === from || along < 1) return;
    const cost = along + (vertical ? aside / 2 : aside * 3);
    if (cost < bestCost) {
      best = at;
      bestCost = cost;
    }
  });
  return best;
}
