// SPDX-License-Identifier: Apache-2.0

import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { allFiles, firstLoadFiles } from '../../web/first-load.mjs';
import { precompress } from '../../web/precompress.mjs';
import { staticServer } from '../../web/serve.mjs';
import { DIST } from './browser';

interface Answer {
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** Unlike fetch(), this neither asks for a packed answer by itself nor unpacks it. */
function answer(url: string, accepted: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': accepted } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({ headers: response.headers, body: Buffer.concat(chunks) });
      });
    }).on('error', reject);
  });
}

describe('a page with Brotli files', () => {
  let folder: string;
  let before: string[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cnn2snn-'));
    // A file of each kind: all of them take ten seconds to pack.
    const some = /^(index\.html|icon\.svg|assets\/[^/]*\.css|assets\/cnn2snn-run-[^/]*\.wasm)$/;
    for (const file of allFiles(DIST)) {
      if (some.test(file)) cpSync(join(DIST, file), join(folder, file));
    }
    before = allFiles(folder);
    precompress(folder);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('has one for each large file, with the same bytes in it', () => {
    const packed = allFiles(folder).filter((file) => file.endsWith('.br'));
    expect(packed.filter((file) => file.endsWith('.wasm.br'))).toHaveLength(1);
    expect(packed).toContain('index.html.br');
    for (const file of packed) {
      const bytes = readFileSync(join(folder, file));
      const original = readFileSync(join(folder, file.replace(/\.br$/, '')));
      expect(brotliDecompressSync(bytes).equals(original)).toBe(true);
      expect(bytes.length).toBeLessThan(original.length);
    }
  });

  test('keeps none of them for offline use, and none for the second time', () => {
    expect(firstLoadFiles(folder).filter((file) => file.endsWith('.br'))).toEqual([]);
    const files = allFiles(folder);
    precompress(folder);
    expect(allFiles(folder)).toEqual(files);
    expect(files.filter((file) => !file.endsWith('.br'))).toEqual(before);
  });

  test('sends them to a browser that takes them, and to no other', async () => {
    const server = staticServer(folder).listen(0);
    try {
      const site = `http://localhost:${String((server.address() as AddressInfo).port)}/`;
      const file = 'index.html';
      const original = readFileSync(join(folder, file));
      const packed = await answer(site + file, 'gzip, deflate, br');
      expect(packed.headers['content-encoding']).toBe('br');
      expect(packed.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(brotliDecompressSync(packed.body).equals(original)).toBe(true);
      const plain = await answer(site + file, 'gzip, deflate');
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(plain.body.equals(original)).toBe(true);
      expect(plain.headers.vary).toBe('accept-encoding');
    } finally {
      server.close();
    }
  });
});
