// SPDX-License-Identifier: Apache-2.0
// A web server for static files and a headless Chromium.
import { afterAll, beforeAll } from '@jest/globals';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';
import { sha256 } from './packed.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** The policy that the README names. */
export const STRICT_CSP =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'];
const executablePath = candidates.find((path) => path && existsSync(path));

async function openBrowser() {
  if (!executablePath) throw new Error('no Chromium: set CHROMIUM to the path of one');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Serves a folder. `requests` lists the paths asked for. */
async function serve(folder, { csp, wasmType = TYPES['.wasm'] } = {}) {
  const requests = [];
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://host').pathname));
    requests.push(path);
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    if (!existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404, { 'content-type': TYPES['.html'] }).end('<!doctype html>not here');
      return;
    }
    const type = extname(file) === '.wasm' ? wasmType : TYPES[extname(file)];
    response.writeHead(200, {
      'content-type': type ?? 'application/octet-stream',
      ...(csp && { 'content-security-policy': csp }),
    });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    requests,
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections?.()),
  };
}

/** A browser for the tests of a file, and how they open a page in it. */
export function inBrowser() {
  let browser;
  const open = [];
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    for (const server of open) await server.close();
    await browser?.close();
  });

  /** Opens an address in a tab. What the page logs or fails with is in `said`. */
  async function goto(url) {
    const page = await browser.newPage();
    const said = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    await page.goto(url);
    return { page, said };
  }

  /** Serves a folder and opens it in a tab. */
  async function visit(folder, options) {
    const server = await serve(folder, options);
    open.push(server);
    return { server, ...(await goto(server.url)) };
  }
  return { goto, visit };
}

/** Name and hash of what an action makes the page download. */
export async function saved(page, act) {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), hash: sha256(readFileSync(await download.path())) };
}
