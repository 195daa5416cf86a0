// SPDX-License-Identifier: Apache-2.0

import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, defineConfig, type Plugin } from 'vite';
import { allFiles, firstLoadFiles } from './first_load.mjs';

const kRoot = import.meta.dirname;
const kOut = resolve(kRoot, 'dist');
const kFixtures = resolve(kRoot, '../tests/fixtures/models');
const kQuantizeFixtures = resolve(kRoot, '../tests/fixtures/quantize');

/** The models of the example zoo (embed.html). */
const kZoo = ['ds_cnn_kws_i8_w8_a8.h5', 'ds_cnn_kws_iq8_wq4_aq4_laq1.h5'];

/** The files of the examples on the start page, by the names they have there. */
const kExamples = {
  'digits.h5': join(kQuantizeFixtures, 'digits.h5'),
  'digits_calibration.npz': join(kQuantizeFixtures, 'digits.npz'),
  'digits_test.npz': resolve(kRoot, 'examples/digits/test.npz'),
};

/** Packages whose code ends up in the page, and where their licence text is. */
const kThirdParty = ['preact', '@dagrejs/dagre'];

function thirdPartyText(): string {
  const own = kThirdParty.map((name) => {
    const folder = resolve(kRoot, 'node_modules', name);
    return `${name}\n\n${readFileSync(join(folder, 'LICENSE'), 'utf8').trim()}\n`;
  });
  const core = resolve(kRoot, 'node_modules/cnn2snn/THIRD_PARTY_LICENSES.txt');
  return [...own, `cnn2snn (WebAssembly)\n\n${readFileSync(core, 'utf8')}`].join(
    `\n${'-'.repeat(72)}\n\n`,
  );
}

/** The service worker is built last: it lists the files of the page by name and content. */
async function writeServiceWorker(): Promise<void> {
  const files = firstLoadFiles(kOut);
  const hash = createHash('sha256');
  for (const file of allFiles(kOut)) hash.update(file).update(readFileSync(join(kOut, file)));
  const precache = { name: hash.digest('hex').slice(0, 16), files };
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: { PRECACHE: JSON.stringify(precache) },
    build: {
      outDir: kOut,
      emptyOutDir: false,
      lib: {
        entry: resolve(kRoot, 'src/service_worker.ts'),
        formats: ['iife'],
        name: 'serviceWorker',
        fileName: () => 'service_worker.js',
      },
    },
  });
}

function completePage(): Plugin {
  return {
    name: 'complete-page',
    apply: 'build',
    async closeBundle() {
      mkdirSync(join(kOut, 'models'), { recursive: true });
      for (const model of kZoo) copyFileSync(join(kFixtures, model), join(kOut, 'models', model));
      mkdirSync(join(kOut, 'examples'), { recursive: true });
      for (const [name, from] of Object.entries(kExamples)) {
        copyFileSync(from, join(kOut, 'examples', name));
      }
      writeFileSync(join(kOut, 'third-party.txt'), thirdPartyText());
      await writeServiceWorker();
    },
  };
}

export default defineConfig({
  root: kRoot,
  base: './', // Any host, any sub-path.
  plugins: [completePage()],
  worker: { format: 'es' },
  build: {
    outDir: kOut,
    emptyOutDir: true,
    target: 'es2022',
    // An inlined asset would be a data: address, which the page's policy refuses to most of them.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: [resolve(kRoot, 'index.html'), resolve(kRoot, 'embed.html')],
    },
  },
});
