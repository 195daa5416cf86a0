// SPDX-License-Identifier: Apache-2.0

import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build, defineConfig, type Plugin } from 'vite';
import { bundledPackages } from './bundled.mjs';
import { allFiles, firstLoadFiles } from './first-load.mjs';

const ROOT = import.meta.dirname;
const OUT = resolve(ROOT, 'dist');
const FIXTURES = resolve(ROOT, '../tests/fixtures/models');
const QUANTIZE_FIXTURES = resolve(ROOT, '../tests/fixtures/quantize');

/** The files of the example zoo (embed.html), in the folder models. */
const ZOO = [
  join(FIXTURES, 'ds_cnn_kws_i8_w8_a8.h5'),
  join(FIXTURES, 'ds_cnn_kws_iq8_wq4_aq4_laq1.h5'),
  join(QUANTIZE_FIXTURES, 'digits_4_4_4.fbz'),
];

/** The files of the examples on the start page, by the names they have there. */
const EXAMPLES = {
  'digits.h5': join(QUANTIZE_FIXTURES, 'digits.h5'),
  'digits_calibration.npz': join(QUANTIZE_FIXTURES, 'digits.npz'),
  'digits_test.npz': resolve(ROOT, 'examples/digits/test.npz'),
};

function version(): unknown {
  const manifest = JSON.parse(readFileSync(resolve(ROOT, '../npm/package.json'), 'utf8')) as {
    version: unknown;
  };
  return manifest.version;
}

/** The licences of what ends up in the page. */
function thirdPartyText(): string {
  const own = bundledPackages().map(({ name }) => {
    const folder = resolve(ROOT, 'node_modules', name);
    return `${name}\n\n${readFileSync(join(folder, 'LICENSE'), 'utf8').trim()}\n`;
  });
  const core = resolve(ROOT, 'node_modules/cnn2snn/THIRD_PARTY_LICENSES.txt');
  return [...own, `cnn2snn (WebAssembly)\n\n${readFileSync(core, 'utf8')}`].join(
    `\n${'-'.repeat(72)}\n\n`,
  );
}

/** The service worker is built last: it lists the files of the page by name and content. */
async function writeServiceWorker(): Promise<void> {
  const files = firstLoadFiles(OUT);
  const hash = createHash('sha256');
  for (const file of allFiles(OUT)) hash.update(file).update(readFileSync(join(OUT, file)));
  const precache = { name: hash.digest('hex').slice(0, 16), files };
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: { PRECACHE: JSON.stringify(precache) },
    build: {
      outDir: OUT,
      emptyOutDir: false,
      lib: {
        entry: resolve(ROOT, 'src/service-worker.ts'),
        formats: ['iife'],
        name: 'serviceWorker',
        fileName: () => 'service-worker.js',
      },
    },
  });
}

function completePage(): Plugin {
  return {
    name: 'complete-page',
    apply: 'build',
    async closeBundle() {
      mkdirSync(join(OUT, 'models'), { recursive: true });
      for (const file of ZOO) copyFileSync(file, join(OUT, 'models', basename(file)));
      mkdirSync(join(OUT, 'examples'), { recursive: true });
      for (const [name, from] of Object.entries(EXAMPLES)) {
        copyFileSync(from, join(OUT, 'examples', name));
      }
      writeFileSync(join(OUT, 'third-party.txt'), thirdPartyText());
      await writeServiceWorker();
    },
  };
}

export default defineConfig({
  root: ROOT,
  base: './', // Any host, any sub-path.
  plugins: [completePage()],
  define: { VERSION: JSON.stringify(version()) },
  worker: { format: 'es' },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: 'es2022',
    // An inlined asset would be a data: address, which the page's policy refuses to most of them.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: [resolve(ROOT, 'index.html'), resolve(ROOT, 'embed.html')],
    },
  },
});
