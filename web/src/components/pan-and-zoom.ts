// SPDX-License-Identifier: Apache-2.0

import { useEffect, useRef } from 'preact/hooks';

/** A mouse may wander this far and still mean a click. */
const DRAG_THRESHOLD = 4;

type ElementRef = Readonly<{ current: HTMLElement | null }>;

/** Dragging with the mouse scrolls the element. Touch scrolls by itself. */
export function useDragToPan(ref: ElementRef): void {
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const stop = new AbortController();
    const { signal } = stop;
    let last: { x: number; y: number } | null = null;
    let dragged = false;
    element.addEventListener(
      'pointerdown',
      (event) => {
        if (event.pointerType !== 'mouse' || event.button !== 0) return;
        last = { x: event.clientX, y: event.clientY };
        dragged = false;
      },
      { signal },
    );
    addEventListener(
      'pointermove',
      (event) => {
        if (!last) return;
        const x = event.clientX - last.x;
        const y = event.clientY - last.y;
        if (!dragged && Math.hypot(x, y) < DRAG_THRESHOLD) return;
        dragged = true;
        element.classList.add('dragging');
        element.scrollLeft -= x;
        element.scrollTop -= y;
        last = { x: event.clientX, y: event.clientY };
      },
      { signal },
    );
    addEventListener(
      'pointerup',
      () => {
        last = null;
        element.classList.remove('dragging');
      },
      { signal },
    );
    // The click that ends a drag over a node is not meant for the node.
    element.addEventListener(
      'click',
      (event) => {
        if (dragged) event.stopPropagation();
        dragged = false;
      },
      { capture: true, signal },
    );
    return () => {
      stop.abort();
    };
  }, [ref]);
}

function distance(touches: TouchList): number {
  const [a, b] = [touches[0], touches[1]];
  return a && b ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) : 0;
}

/** Pinching and Ctrl + wheel (which is what a trackpad's pinch sends) zoom by a factor. */
export function usePinch(ref: ElementRef, zoomBy: (factor: number) => void): void {
  const latest = useRef(zoomBy);
  latest.current = zoomBy;
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const stop = new AbortController();
    const options = { signal: stop.signal, passive: false };
    let apart = 0;
    element.addEventListener(
      'wheel',
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        latest.current(Math.exp(-event.deltaY / 300));
      },
      options,
    );
    element.addEventListener(
      'touchstart',
      (event) => {
        apart = distance(event.touches);
      },
      options,
    );
    element.addEventListener(
      'touchmove',
      (event) => {
        if (event.touches.length !== 2 || apart === 0) return;
        event.preventDefault();
        const now = distance(event.touches);
        latest.current(now / apart);
        apart = now;
      },
      options,
    );
    return () => {
      stop.abort();
    };
  }, [ref]);
}
