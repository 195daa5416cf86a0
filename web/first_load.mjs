// SPDX-License-Identifier: Apache-2.0

import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Fetched only by who asks: the example zoo with its models, and the licences. */
const kOnRequest = /^models\/|^embed\.html$|^assets\/embed-|^third-party\.txt$/;

/** The files of a built page that a first visit loads, and that the service worker keeps. */
export function firstLoadFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((file) => !kOnRequest.test(file))
    .sort();
}
