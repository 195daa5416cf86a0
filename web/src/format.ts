// SPDX-License-Identifier: Apache-2.0

import type { AkidaVersion, Shape } from './report';

const COUNTS = new Intl.NumberFormat('en');
const SHORT = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** 1234567 → "1,234,567". */
export function formatCount(value: number): string {
  return COUNTS.format(value);
}

/** 1234567 → "1.23 M". */
export function formatLargeCount(value: number): string {
  if (value >= 1e9) return `${SHORT.format(value / 1e9)} G`;
  if (value >= 1e6) return `${SHORT.format(value / 1e6)} M`;
  if (value >= 1e4) return `${SHORT.format(value / 1e3)} k`;
  return formatCount(value);
}

/** 177520 → "178 kB" (decimal units, as file managers and download bars show them). */
export function formatBytes(bytes: number): string {
  if (bytes >= 1e6) return `${SHORT.format(bytes / 1e6)} MB`;
  if (bytes >= 1e3) return `${SHORT.format(bytes / 1e3)} kB`;
  return `${formatCount(bytes)} B`;
}

export function formatMilliseconds(milliseconds: number): string {
  return milliseconds >= 1000
    ? `${SHORT.format(milliseconds / 1000)} s`
    : `${Math.max(1, Math.round(milliseconds))} ms`;
}

/** [25, 5, 64] → "25 × 5 × 64"; unknown sizes are "?". */
export function formatShape(shape: Shape | null): string {
  if (!shape || shape.length === 0) return '–';
  return shape.map((size) => (size < 0 ? '?' : String(size))).join(' × ');
}

export function akidaGeneration(version: AkidaVersion): string {
  return version === 'v1' ? 'Akida 1.0' : 'Akida 2.0';
}

/** Keras writes registered classes as "Custom>QuantizedConv2D": people know the part behind. */
export function plainClassName(className: string): string {
  return className.slice(className.lastIndexOf('>') + 1);
}

/** A file name without its last extension. */
export function stem(fileName: string): string {
  return fileName.replace(/\.[^.]+$/, '') || fileName;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
