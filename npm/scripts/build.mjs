// SPDX-License-Identifier: Apache-2.0
// Fills dist/: the compiled TypeScript, the WebAssembly module from ../build/wasm, and the command
// line in one CommonJS file: Node starts that sooner than twenty ES modules.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const wasm = process.env.CNN2SNN_WASM ?? here('../build/wasm');

const built = ['cnn2snn', 'cnn2snn-run', 'cnn2snn-quantize', 'cnn2snn-cli'].flatMap((module) => [
  `${module}.mjs`,
  `${module}.wasm`,
]);
for (const name of built) {
  if (!existsSync(`${wasm}/${name}`)) {
    console.error(`build: ${wasm}/${name} is missing: run \`make wasm\` first`);
    process.exit(1);
  }
}
rmSync(here('dist'), { recursive: true, force: true });
mkdirSync(here('dist'));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
try {
  execFileSync(process.execPath, [tsc, '-p', here('tsconfig.json')], { stdio: 'inherit' });
} catch {
  process.exit(1);
}
for (const name of built) {
  const [from, to] = [`${wasm}/${name}`, here(`dist/${name}`)];
  if (name.endsWith('.wasm')) copyFileSync(from, to);
  // Emscripten leaves the names of its functions as they are.
  else writeFileSync(to, (await transform(readFileSync(from, 'utf8'), { minify: true })).code);
}
const { outputFiles } = await build({
  entryPoints: [here('dist/cli/main.js')],
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node18',
  minify: true,
  write: false,
});
rmSync(here('dist/cli'), { recursive: true });
mkdirSync(here('dist/cli'));
writeFileSync(here('dist/cli/main.cjs'), outputFiles[0].contents);
// The command's module is beside it, its glue inside it.
renameSync(here('dist/cnn2snn-cli.wasm'), here('dist/cli/cnn2snn-cli.wasm'));
for (const name of ['cnn2snn-cli.mjs', 'cnn2snn-cli.d.mts'])
  rmSync(here(`dist/${name}`), { force: true });
copyFileSync(here('../LICENSE'), here('LICENSE'));
chmodSync(here('dist/cli/main.cjs'), 0o755);
