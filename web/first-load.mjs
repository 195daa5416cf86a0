// SPDX-License-Identifier: Apache-2.0

import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * Fetched only by who asks: the documentation, the example zoo with its models, the examples, the
 * licences, and what only running and quantizing need, which the service worker keeps from then on.
 * Files packed with Brotli (precompress.mjs) are sent in place of those they are named after.
 */
const ON_REQUEST =
  /^docs\/|^models\/|^examples\/|^embed\.html$|^assets\/(embed|TryPanel|QuantizePanel|SampleFiles|pictures|run-|cnn2snn-run|cnn2snn-quantize)|^third-party\.txt$|\.br$/;

/** The files of a built page, in a fixed order. */
export function allFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** Those that a first visit loads, and that the service worker keeps from the start. */
export function firstLoadFiles(folder) {
  return allFiles(folder).filter((file) => !ON_REQUEST.test(file));
}
