// SPDX-License-Identifier: Apache-2.0

import { NODE_HEIGHT, NODE_WIDTH, layOut, neighbour } from '../../web/src/graph/layout';
import type { Network } from '../../web/src/graph/network';

/** A network of bare nodes, named by their index. */
function network(count: number, edges: [number, number][]): Network {
  const node = { type: 'Conv2D', family: 'convolution', shape: '', bits: '', mark: null } as const;
  return { nodes: Array.from({ length: count }, (_, at) => ({ ...node, name: `${at}` })), edges };
}

/** Two skips and a fork with three arms, as networks with branches have them. */
const BRANCHES: [number, number][] = [
  [0, 1],
  [1, 2],
  [2, 3],
  [1, 3],
  [3, 4],
  [3, 5],
  [3, 6],
  [4, 7],
  [5, 7],
  [6, 7],
  [0, 7],
];

test('nodes never overlap and every line leads down', () => {
  const { places, paths, width, height } = layOut(network(8, BRANCHES));
  expect(paths).toHaveLength(BRANCHES.length);
  expect(paths.every((path) => path.startsWith('M'))).toBe(true);
  places.forEach((a, i) => {
    expect(a.x).toBeGreaterThanOrEqual(0);
    expect(a.y).toBeGreaterThanOrEqual(0);
    expect(a.x + NODE_WIDTH).toBeLessThanOrEqual(width);
    expect(a.y + NODE_HEIGHT).toBeLessThanOrEqual(height);
    for (const b of places.slice(i + 1)) {
      const apart = Math.abs(a.x - b.x) >= NODE_WIDTH || Math.abs(a.y - b.y) >= NODE_HEIGHT;
      expect(apart).toBe(true);
    }
  });
  for (const [from, to] of BRANCHES) {
    expect(places[from]?.y).toBeLessThan(places[to]?.y ?? 0);
  }
});

test('arrow keys go along the network and across its branches', () => {
  const { places } = layOut(network(8, BRANCHES));
  const walk = [0];
  for (;;) {
    const at = walk.at(-1) ?? 0;
    const next = neighbour(places, at, 'down');
    if (next === at) break;
    walk.push(next);
  }
  expect(walk.at(0)).toBe(0);
  expect(walk.at(-1)).toBe(7);
  expect(walk.length).toBeGreaterThanOrEqual(5);
  const arms = [4, 5, 6].sort((a, b) => (places[a]?.x ?? 0) - (places[b]?.x ?? 0));
  const [left = 0, middle = 0, right = 0] = arms;
  expect(neighbour(places, left, 'right')).toBe(middle);
  expect(neighbour(places, middle, 'right')).toBe(right);
  expect(neighbour(places, right, 'right')).toBe(right);
  expect(neighbour(places, 7, 'down')).toBe(7);
});

test('hostile networks: a layer twice, a loop, a line to itself', () => {
  const loop = layOut(
    network(3, [
      [0, 1],
      [1, 2],
      [2, 0],
      [0, 1],
    ]),
  );
  expect(loop.places).toHaveLength(3);
  expect(loop.paths).toHaveLength(4);
  expect(layOut(network(1, [])).places).toHaveLength(1);
  expect(layOut(network(0, [])).places).toHaveLength(0);
});
