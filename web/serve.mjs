// SPDX-License-Identifier: Apache-2.0
// Serves a folder of static files: node serve.mjs [--port 8080] [--base /some/path/] [folder]

import { createReadStream, existsSync, realpathSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.h5': 'application/x-hdf5',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/** The file for a request path, or null: nothing outside of the folder is ever served. */
function fileFor(folder, path) {
  let file = resolve(join(folder, path));
  if (file !== folder && !file.startsWith(folder + sep)) return null;
  try {
    if (statSync(file).isDirectory()) file = join(file, 'index.html');
    return statSync(file).isFile() ? file : null;
  } catch {
    return null;
  }
}

/** What to send of a file, and how it is packed: the Brotli file beside it where a browser takes that. */
function packed(file, request) {
  const accepted = String(request.headers['accept-encoding'] ?? '').split(/\s*,\s*/);
  return accepted.includes('br') && existsSync(`${file}.br`)
    ? { sent: `${file}.br`, encoding: { 'content-encoding': 'br' } }
    : { sent: file, encoding: {} };
}

/** A server of the folder below the path `base`. It is not listening yet. */
export function staticServer(folder, { base = '/' } = {}) {
  const root = realpathSync(folder);
  return createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = path.startsWith(base) ? fileFor(root, path.slice(base.length)) : null;
    if (!file || (request.method !== 'GET' && request.method !== 'HEAD')) {
      response.writeHead(file ? 405 : 404, { 'content-type': 'text/plain' }).end('Not found\n');
      return;
    }
    const { sent, encoding } = packed(file, request);
    response.writeHead(200, {
      ...encoding,
      vary: 'accept-encoding',
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'cache-control': path.includes('/assets/')
        ? 'public, max-age=31536000, immutable'
        : 'no-cache',
    });
    if (request.method === 'HEAD') response.end();
    else createReadStream(sent).pipe(response);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    options: { port: { type: 'string', default: '8080' }, base: { type: 'string', default: '/' } },
    allowPositionals: true,
  });
  const folder = positionals[0] ?? join(fileURLToPath(new URL('.', import.meta.url)), 'dist');
  staticServer(folder, { base: values.base }).listen(Number(values.port), () => {
    console.log(`http://localhost:${values.port}${values.base}`);
  });
}
