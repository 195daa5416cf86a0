// SPDX-License-Identifier: Apache-2.0
// In a real browser: plain pages without a bundler, the element, and every bundler.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { build as esbuild } from 'esbuild';
import { copyFileSync, cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inBrowser, saved, STRICT_CSP } from './browser.mjs';
import {
  DS_CNN,
  fixture,
  installed,
  native,
  REFUSED,
  repository,
  root,
  run,
  scratch,
  sha256,
  writeFiles,
} from './packed.mjs';
import { examples } from './readme.mjs';

const model = fixture(`${DS_CNN}.h5`);
const { visit } = inBrowser();
let expected;

beforeAll(async () => {
  const folder = scratch('native');
  run(native, ['convert', '-m', model, '-o', 'model.fbz'], { cwd: folder });
  expected = sha256(readFileSync(join(folder, 'model.fbz')));
});

/** A page that converts in its own thread and in a worker, and shows both hashes in its title. */
const BOTH = `
  import { convert, inspect } from 'cnn2snn';
  import { createConverter } from 'cnn2snn/worker';
  const hash = async (bytes) => [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]
    .map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const bytes = new Uint8Array(await (await fetch('model.h5')).arrayBuffer());
  const here = await convert(bytes);
  const converter = createConverter();
  const there = await converter.convert(bytes);
  document.title = [await hash(here.fbz), await hash(there.fbz), (await inspect(here.fbz)).file].join(' ');
`;

async function expectBoth({ page, said }) {
  await page
    .waitForFunction(() => document.title.includes('fbz'), null, { timeout: 30_000 })
    .catch(() => {
      throw new Error(`the page did not convert: ${said.join('\n')}`);
    });
  expect(await page.title()).toBe(`${expected} ${expected} fbz`);
  expect(said).toEqual([]);
}

function plain(files) {
  const folder = scratch('plain');
  cpSync(join(installed, 'dist'), join(folder, 'cnn2snn'), { recursive: true });
  copyFileSync(model, join(folder, 'model.h5'));
  copyFileSync(fixture(`${REFUSED}.h5`), join(folder, 'refused.h5'));
  writeFiles(folder, files);
  return folder;
}

describe('a plain page', () => {
  const html =
    '<!doctype html><link rel="icon" href="data:,"><script type="module" src="app.js"></script>';
  const local = BOTH.replace("'cnn2snn'", "'./cnn2snn/index.js'").replace(
    "'cnn2snn/worker'",
    "'./cnn2snn/worker.js'",
  );

  test('converts under a strict policy, and asks for nothing more', async () => {
    const visited = await visit(
      plain({ 'index.html': html.replace(/<link.*?>/, ''), 'app.js': local }),
      { csp: STRICT_CSP },
    );
    await expectBoth(visited);
    const { requests } = visited.server;
    expect(requests).toContain('/cnn2snn/cnn2snn.wasm');
    const allowed = /^\/(app\.js|model\.h5|favicon\.ico|cnn2snn\/[\w.-]+)?$/;
    expect(requests.filter((path) => !allowed.test(path))).toEqual([]);
    expect(requests.filter((path) => path.includes('.node.'))).toEqual([]);
  });

  test('needs no MIME type for WebAssembly', async () => {
    await expectBoth(
      await visit(plain({ 'index.html': html, 'app.js': local }), { wasmType: 'text/plain' }),
    );
  });

  test('says so when the module is not there', async () => {
    const app = `import { convert } from './cnn2snn/index.js';
      import { init } from './cnn2snn/index.js';
      const codes = [];
      for (const wasmUrl of ['missing.wasm', 'index.html'])
        await init({ wasmUrl }).catch((error) => codes.push(error.code, error.message));
      document.title = JSON.stringify(codes);`;
    const { page } = await visit(plain({ 'index.html': html, 'app.js': app }));
    await page.waitForFunction(() => document.title);
    const [first, why, second, what] = JSON.parse(await page.title());
    expect([first, second]).toEqual(['E_FILE', 'E_FILE']);
    expect(why).toContain('404');
    expect(what).toContain('is text/html; charset=utf-8, not WebAssembly');
  });

  test('keeps free while its worker converts', async () => {
    const app = `import { createConverter } from './cnn2snn/worker.js';
      let ticks = 0; const timer = setInterval(() => { ticks += 1; }, 1);
      const converter = createConverter({ idleTimeout: 50 });
      const bytes = await (await fetch('model.h5')).arrayBuffer();
      const controller = new AbortController();
      const cancelled = converter.convert(bytes, { signal: controller.signal }).catch((error) => error.name);
      controller.abort();
      const results = [await cancelled];
      results.push((await converter.convert(new File([bytes], 'm.h5'))).fbz.length > 1000);
      await new Promise((resolve) => setTimeout(resolve, 100));
      results.push((await converter.convert(bytes, { transfer: true })).fbz.length > 1000, bytes.byteLength, ticks > 0);
      results.push(await createConverter({ timeout: 1 }).convert(new Uint8Array(50)).catch((error) => error.name));
      document.title = JSON.stringify(results);`;
    const { page } = await visit(plain({ 'index.html': html, 'app.js': app }));
    await page.waitForFunction(() => document.title);
    const results = JSON.parse(await page.title());
    expect(results.slice(0, 5)).toEqual(['AbortError', true, true, 0, true]);
    expect(['TimeoutError', 'ConversionError']).toContain(results[5]);
  });
});

describe('the element', () => {
  const html = (body) =>
    `<!doctype html><html lang="en"><title>t</title><script type="module" src="app.js"></script>${body}</html>`;
  const app = `import './cnn2snn/element.js';
    window.events = [];
    for (const name of ['progress', 'converted', 'error'])
      addEventListener('cnn2snn-' + name, ({ detail }) => events.push([name, detail.error?.code ?? detail.filename]));`;
  const script = app.replace('window.events', 'globalThis.events');

  test('is the one of the README, and converts with the keyboard alone', async () => {
    const { page, said } = await visit(plain(examples('element')), { csp: STRICT_CSP });
    await page.waitForSelector('cnn2snn-converter[state=idle]');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('cnn2snn-converter[state=done]');
    const focused = await page.evaluate(
      () => document.activeElement.shadowRoot.activeElement.textContent,
    );
    expect(focused.replace(/\s+/g, ' ')).toBe('Download model.fbz');
    const { name, hash } = await saved(page, () => page.keyboard.press('Enter'));
    expect([name, hash]).toEqual(['model.fbz', expected]);
    expect(await page.textContent('cnn2snn-converter [role=status]')).toMatch(
      /^Converted: model\.fbz, [\d.]+ kB, Akida v2\.$/,
    );
    expect(said.filter((text) => !/favicon|404/.test(text))).toEqual([]);
  });

  test('emits events, and shows what was refused', async () => {
    const body =
      '<cnn2snn-converter id="a" src="model.h5" version="v2"></cnn2snn-converter><cnn2snn-converter id="b" src="refused.h5"></cnn2snn-converter><cnn2snn-converter id="c" src="missing.h5"></cnn2snn-converter>';
    const { page } = await visit(plain({ 'index.html': html(body), 'app.js': script }), {
      csp: STRICT_CSP,
    });
    await page.click('#a button');
    await page.waitForSelector('#a[state=done]');
    const events = await page.evaluate(() => globalThis.events.splice(0));
    expect(events.at(-1)).toEqual(['converted', 'model.fbz']);
    expect(events.filter(([name]) => name === 'progress').length).toBeGreaterThan(0);
    await page.click('#b button');
    await page.waitForSelector('#b[state=error]');
    expect(await page.textContent('#b [role=status]')).toBe('The model was not converted.');
    expect(await page.locator('#b [part=problems] li').count()).toBeGreaterThan(0);
    await page.click('#c button');
    await page.waitForSelector('#c[state=error]');
    expect(await page.textContent('#c [part=problems]')).toContain('404');
    expect(
      await page.evaluate(() => globalThis.events.filter(([name]) => name === 'error')),
    ).toEqual([
      ['error', expect.stringMatching(/^E_/)],
      ['error', 'E_FILE'],
    ]);
  });

  test('cancels, takes files, and can be styled and translated', async () => {
    const body =
      '<cnn2snn-converter id="a" src="model.h5"><span slot="convert">Convertir</span></cnn2snn-converter><cnn2snn-converter id="b"></cnn2snn-converter>';
    const style =
      'cnn2snn-converter { --cnn2snn-accent: rgb(1, 2, 3); } cnn2snn-converter::part(button) { letter-spacing: 3px; }';
    const { page } = await visit(
      plain({
        'index.html': html(`<link rel="stylesheet" href="s.css">${body}`),
        'app.js': script,
        's.css': style,
      }),
    );
    await page.waitForSelector('#b[state=idle]');
    const look = await page.evaluate(() => {
      const { backgroundColor, letterSpacing } = getComputedStyle(
        document.querySelector('#a').shadowRoot.querySelector('button'),
      );
      return [backgroundColor, letterSpacing];
    });
    expect(look[0]).toBe('rgb(1, 2, 3)');
    expect(await page.getByRole('button', { name: 'Convertir' }).count()).toBe(1);
    const cancelled = await page.evaluate(async () => {
      const element = document.querySelector('#a');
      const ended = element.convert();
      element.cancel();
      return [await ended, element.state];
    });
    expect(cancelled).toEqual([undefined, 'error']);
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.click('#b button'),
    ]);
    await chooser.setFiles(model);
    await page.waitForSelector('#b[state=done]');
    const { name, hash } = await saved(page, () => page.click('#b a'));
    expect([name, hash]).toEqual([`${DS_CNN}.fbz`, expected]);
  });
});

describe('the element that runs', () => {
  const digits = join(repository, 'tests/fixtures/quantize/digits_4_4_4.fbz');
  const two = join(repository, 'web/public/models/two.png');
  const folder = (files) => {
    const made = plain(files);
    copyFileSync(digits, join(made, 'model.fbz'));
    copyFileSync(two, join(made, 'two.png'));
    return made;
  };
  const csp = `${STRICT_CSP}; img-src blob:`;

  test('is the one of the README, loads nothing before a picture, and never the converter', async () => {
    const { page, server, said } = await visit(folder(examples('run-element')), { csp });
    await page.waitForSelector('cnn2snn-runner[state=idle]');
    expect(server.requests.filter((path) => /wasm|fbz|png/.test(path))).toEqual([]);
    await page.getByRole('button', { name: 'A two' }).click();
    await page.waitForSelector('cnn2snn-runner[state=done]');
    expect(await page.textContent('cnn2snn-runner [role=status]')).toBe('two.png: two.');
    expect(await page.locator('cnn2snn-runner [part=scores] li').count()).toBe(3);
    expect(server.requests).toContain('/cnn2snn/cnn2snn-run.wasm');
    expect(server.requests).not.toContain('/cnn2snn/cnn2snn.wasm');
    expect(said.filter((text) => !/favicon|404/.test(text))).toEqual([]);
  });

  test('takes pictures that are dropped, and says what is wrong with others', async () => {
    const app = `import './cnn2snn/run-element.js';
      globalThis.seen = [];
      addEventListener('cnn2snn-ran', ({ detail }) => seen.push(detail.classes[0].label));
      addEventListener('cnn2snn-run-error', ({ detail }) => seen.push(detail.error.code));
      const transfer = new DataTransfer();
      const bytes = await (await fetch('two.png')).arrayBuffer();
      transfer.items.add(new File([bytes], 'two.png'));
      document.querySelector('#a').dispatchEvent(new DragEvent('drop', { dataTransfer: transfer }));`;
    const body =
      '<cnn2snn-runner id="a" src="model.fbz"></cnn2snn-runner><cnn2snn-runner id="b" src="no.fbz"></cnn2snn-runner>';
    const html = `<!doctype html><script type="module" src="app.js"></script>${body}`;
    const { page } = await visit(folder({ 'index.html': html, 'app.js': app }), { csp });
    await page.waitForSelector('#a[state=done]');
    await page.evaluate(() => document.querySelector('#a').run(new Blob(['no picture'])));
    expect(await page.textContent('#a [part=problems]')).toContain('cannot decode this picture');
    expect(await page.locator('#a [part=scores] li').count()).toBe(0);
    await page.evaluate(() => document.querySelector('#b').run('two.png'));
    expect(await page.textContent('#b [part=problems]')).toContain('404');
    expect(await page.evaluate(() => globalThis.seen)).toEqual(['2', 'E_INPUT', 'E_FILE']);
  });
});

describe('a bundle made with', () => {
  const html =
    '<!doctype html><link rel="icon" href="data:,"><script type="module" src="./app.js"></script>';
  const source = (files) => {
    const folder = scratch('bundle');
    writeFiles(folder, files);
    return folder;
  };
  const withModel = (folder) => {
    copyFileSync(model, join(folder, 'model.h5'));
    return folder;
  };

  test('Vite', async () => {
    const folder = source({
      'index.html': html,
      'app.js': BOTH,
      'vite.config.js': 'export default { base: "./", build: { target: "es2022" } };',
    });
    const { status, stderr } = run(
      process.execPath,
      [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
      { cwd: folder },
    );
    expect([status, stderr]).toEqual([0, '']);
    await expectBoth(
      await visit(withModel(join(folder, 'dist')), {
        csp: STRICT_CSP.replace("default-src 'none'", "default-src 'none'; img-src data:"),
      }),
    );
  });

  test('webpack', async () => {
    const folder = source({
      'app.js': BOTH,
      'build.cjs': `const webpack = require(${JSON.stringify(join(root, 'node_modules/webpack'))});
        webpack({ mode: 'production', entry: './app.js', context: __dirname, output: { path: __dirname + '/public', filename: 'app.js' }, performance: { hints: false } },
          (error, stats) => { const text = error ? String(error) : stats.toString({ all: false, errors: true, warnings: true }); if (text) { console.error(text); process.exitCode = 1; } });`,
    });
    const { status, stderr } = run(process.execPath, ['build.cjs'], { cwd: folder });
    expect([status, stderr]).toEqual([0, '']);
    writeFiles(join(folder, 'public'), { 'index.html': html });
    await expectBoth(await visit(withModel(join(folder, 'public'))));
  });

  test('esbuild, as the README says', async () => {
    const folder = source(examples('esbuild'));
    const line = /`esbuild (app\.js .*?)`/.exec(readFileSync(join(root, 'README.md'), 'utf8'))[1];
    const { status, stderr } = run(
      join(root, 'node_modules/.bin/esbuild'),
      [...line.split(' '), '--log-level=warning'],
      { cwd: folder },
    );
    expect([status, stderr]).toEqual([0, '']);
    writeFiles(join(folder, 'public'), {
      'index.html': html.replace(
        '<script',
        '<input type=file id=file><output id=status></output><script',
      ),
    });
    const { page, said } = await visit(join(folder, 'public'));
    await page.setInputFiles('#file', model);
    await page.waitForFunction(() => document.querySelector('#status').value);
    expect(await page.textContent('#status')).toMatch(/^\d+ bytes$/);
    expect(said).toEqual([]);
  });

  test('esbuild, the module within the bundle, for a page and for Node', async () => {
    const app = `import wasmBinary from 'cnn2snn/cnn2snn.wasm';
      import { convert, init } from 'cnn2snn';
      await init({ wasmBinary });
      export { convert };
      globalThis.convert = convert;`;
    const folder = source({ 'app.js': app });
    mkdirSync(join(folder, 'public'));
    const common = {
      absWorkingDir: folder,
      entryPoints: ['app.js'],
      bundle: true,
      format: 'esm',
      target: 'es2022',
      loader: { '.wasm': 'binary' },
      logLevel: 'silent',
    };
    await esbuild({ ...common, outfile: 'public/app.js' });
    await esbuild({ ...common, platform: 'node', outfile: 'node.mjs' });
    const node = run(process.execPath, [
      '--input-type=module',
      '-e',
      `
      import { readFileSync } from 'node:fs'; import { createHash } from 'node:crypto';
      const { convert } = await import(${JSON.stringify(join(folder, 'node.mjs'))});
      console.log(createHash('sha256').update((await convert(readFileSync(${JSON.stringify(model)}))).fbz).digest('hex'));`,
    ]);
    expect([node.stderr, node.stdout.trim()]).toEqual(['', expected]);
    writeFiles(join(folder, 'public'), { 'index.html': html });
    const { page } = await visit(withModel(join(folder, 'public')));
    await page.waitForFunction(() => globalThis.convert);
    const size = await page.evaluate(
      async () =>
        (await globalThis.convert(await (await fetch('model.h5')).arrayBuffer())).fbz.length,
    );
    expect(size).toBeGreaterThan(1000);
  });
});
