// SPDX-License-Identifier: Apache-2.0

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
  type Worker,
} from 'playwright-core';
import { staticServer } from '../../web/serve.mjs';

const ROOT = resolve(fileURLToPath(new URL('.', import.meta.url)), '../..');
export const DIST = join(ROOT, 'web/dist');
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const CLI = process.env.CNN2SNN_CLI ?? join(ROOT, 'build/native/bin/cnn2snn');

/** Path of a model of the fixtures all parts of the project share, or of this folder's own. */
export function model(name: string): string {
  const own = join(fileURLToPath(new URL('.', import.meta.url)), 'models', name);
  return existsSync(own) ? own : join(ROOT, 'tests/fixtures/models', name);
}

export const DS_CNN = model('ds_cnn_kws_i8_w8_a8.h5');
export const DS_CNN_LEGACY = model('ds_cnn_kws_iq8_wq4_aq4_laq1.h5');
/** Quantized with QuantizeML for Akida 1.0: refused for 2.0. */
export const DS_CNN_FOR_V1 = model('ds_cnn_kws_8_4_4_v1.h5');
export const REFUSED = model('conv_norelu_max.h5');
export const FLOAT_MODEL = model('basic.h5');
export const FLOAT_REFUSED = model('basic_sep.h5');

/** What the native program makes of a model. */
export function nativeFbz(path: string, version: 'v1' | 'v2'): Buffer {
  if (!existsSync(CLI)) throw new Error(`${CLI} is missing: run \`make native\` first`);
  const folder = mkdtempSync(join(tmpdir(), 'cnn2snn-'));
  try {
    const out = join(folder, basename(path).replace(/\.h5$/, '.fbz'));
    execFileSync(CLI, ['convert', '-m', path, '-o', out, '--target', version], {
      stdio: 'pipe',
    });
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface NativeQuantization {
  folder: string;
  h5: Buffer;
  fbz: Buffer;
  /** The error of each layer. */
  analysis: { layer: string; single: { smape: number }; cumulative: { smape: number } }[];
}

/** What the native program makes of a float model and samples. */
export function nativeQuantization(model: string, samples: string): NativeQuantization {
  const folder = mkdtempSync(join(tmpdir(), 'cnn2snn-'));
  const [h5, fbz] = [join(folder, 'out.h5'), join(folder, 'out.fbz')];
  const json = execFileSync(
    CLI,
    ['quantize', '-m', model, '-sa', samples, '-s', h5, '--fbz', fbz, '--analysis', '--json'],
    { stdio: 'pipe', encoding: 'utf8' },
  );
  const { analysis } = JSON.parse(json) as Pick<NativeQuantization, 'analysis'>;
  return { folder, h5: readFileSync(h5), fbz: readFileSync(fbz), analysis };
}

interface NativeEvaluation {
  samples: number;
  correct: number;
  confusion: number[][];
  layers: { name: string; values: number; zeros: number; saturated: number }[];
}

/** What the native program measures of an Akida model on samples with labels. */
export function nativeEvaluation(fbz: string, samples: string): NativeEvaluation {
  const json = execFileSync(CLI, ['evaluate', '-m', fbz, '-i', samples, '--json'], {
    encoding: 'utf8',
  });
  return JSON.parse(json) as NativeEvaluation;
}

/** Names of the devices that the native program knows. */
export function nativeDevices(): string[] {
  const json = execFileSync(CLI, ['devices', '--json'], { encoding: 'utf8' });
  return (JSON.parse(json) as { name: string }[]).map(({ name }) => name);
}

/** The built page on a server of its own, below a path, and the requests that reached it. */
export class Site {
  readonly requests: string[] = [];
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server, base: string) {
    this.#server = server;
    this.url = `http://localhost:${(server.address() as AddressInfo).port}${base}`;
  }

  static async open(base = '/'): Promise<Site> {
    if (!existsSync(join(DIST, 'index.html'))) {
      throw new Error('web/dist is missing: run `make web` first');
    }
    const server = staticServer(DIST, { base });
    await new Promise<void>((done) => server.listen(0, done));
    const site = new Site(server, base);
    server.on('request', ({ url }) => site.requests.push(url ?? ''));
    return site;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}

export async function launch(...more: string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });
}

/** A browser and the built page, for all tests of a file. */
export function atSite(
  base?: string,
  ...flags: string[]
): {
  readonly browser: Browser;
  readonly url: string;
  readonly requests: string[];
} {
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    browser = await launch(...flags);
    site = await Site.open(base);
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
  return {
    get browser() {
      return browser;
    },
    get url() {
      return site.url;
    },
    get requests() {
      return site.requests;
    },
  };
}

/** Errors of the page, broken rules of its policy included: a test ends with none of them. */
export class Visit {
  readonly errors: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
  }

  static async start(
    browser: Browser,
    url: string,
    options: BrowserContextOptions = {},
    before: (page: Page) => Promise<void> = async () => {},
  ): Promise<Visit> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const visit = new Visit(context, page);
    await before(page);
    await page.goto(url);
    return visit;
  }

  /** Chooses files as a visitor does. */
  async choose(...files: string[]): Promise<void> {
    await this.page.getByTestId('file').setInputFiles(files);
  }

  /** Until worker, WebAssembly and service worker are there: the end of loading. */
  async loaded(): Promise<void> {
    await this.page.waitForFunction(() => {
      const { engine, offline } = document.documentElement.dataset;
      return engine === 'ready' && offline === 'ready';
    });
  }

  /** The worker that converts. */
  worker(): Worker {
    const [worker] = this.page.workers();
    if (!worker) throw new Error('the page has no worker');
    return worker;
  }

  /** The bytes behind the download link. */
  async download(testId = 'download'): Promise<{ name: string; bytes: Buffer }> {
    const [file] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.getByTestId(testId).first().click(),
    ]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  }

  async end(): Promise<void> {
    await this.context.close();
  }
}

type Drop = { name: string; base64: string }[];

/** Gives files to the page by a real drop (or paste) event on an element. */
export async function dropFiles(page: Page, kind: 'drop' | 'paste', ...paths: string[]) {
  const files: Drop = paths.map((path) => ({
    name: basename(path),
    base64: readFileSync(path).toString('base64'),
  }));
  await page.evaluate(
    ({ kind, files }) => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of files) {
        const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        transfer.items.add(new File([bytes], name));
      }
      const options = { bubbles: true, cancelable: true };
      if (kind === 'paste') {
        document.body.dispatchEvent(
          new ClipboardEvent('paste', { ...options, clipboardData: transfer }),
        );
      } else {
        for (const type of ['dragenter', 'dragover', 'drop']) {
          document.body.dispatchEvent(new DragEvent(type, { ...options, dataTransfer: transfer }));
        }
      }
    },
    { kind, files },
  );
}
