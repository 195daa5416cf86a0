// SPDX-License-Identifier: Apache-2.0
/**
 * `<cnn2snn-runner src="model.fbz">`: a button that asks for a picture, or takes one that is dropped
 * on it, and shows what an Akida model says to it, in the visitor's tab. Importing this module
 * defines the element; the model and what it takes to run it are loaded by the first picture.
 *
 * Buttons inside it with `data-picture="three.png"` try that picture.
 */
import { ElementBase, fetchBlob, fill, takeFiles } from './element-parts.js';
import { ConversionError, crashError, describe, problemOf } from './errors.js';
import type { ModelBytes } from './jobs.js';
import { decodePicture, requirePictures } from './pictures.js';
import { build, showScores, type ClassScore, type RunView } from './run-element-view.js';
import type { Inputs, Runner, WorkerLoadOptions } from './run-types.js';

/** The detail of `cnn2snn-ran`. */
export interface RanDetail {
  /** Of every class, by its index. */
  scores: Float32Array<ArrayBuffer>;
  /** The best ones, the first highest on top: those that are shown. */
  classes: ClassScore[];
}

export interface RunnerElementEvents {
  /** The model has answered. */
  'cnn2snn-ran': CustomEvent<RanDetail>;
  /** The model or the picture could not be had, or the model does not take it. */
  'cnn2snn-run-error': CustomEvent<{ error: ConversionError }>;
}

export type RunnerElementState = 'idle' | 'running' | 'done' | 'error';

const SHOWN = 3;

/** The last part of an address. */
const nameOf = (address: string): string => address.split(/[?#]/, 1)[0]?.split('/').pop() ?? '';

function best(scores: Float32Array, labels: readonly string[]): ClassScore[] {
  return Array.from(scores, (score, index) => ({
    index,
    label: labels[index] ?? String(index),
    score,
  }))
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, SHOWN);
}

/** A picture as the model takes it: its values are 0…255, cut to whole numbers where it takes those. */
async function inputOf(picture: Blob, { inputShape, inputType, floatInput }: Runner) {
  requirePictures(inputShape);
  if (!floatInput && inputType !== 'uint8') {
    const reason = `pictures have values of 0 to 255, and the model takes ${inputType}`;
    throw new ConversionError([problemOf('E_INPUT', reason, '', 'inference', 'ValueError')]);
  }
  const pixels = await decodePicture(picture, inputShape);
  return floatInput ? new Float32Array(pixels) : Uint8Array.from(pixels);
}

export class RunnerElement extends ElementBase {
  static readonly observedAttributes = ['src', 'labels'];

  /** Loads a model; replace it before the first use to say where the WebAssembly is. */
  static loadModel: (fbz: ModelBytes, options: WorkerLoadOptions) => Promise<Runner> = async (
    fbz,
    options,
  ) => (await import('./run-worker.js')).loadModel(fbz, options);

  readonly #view: RunView;
  #current: AbortController | undefined;
  #runner: Promise<Runner> | undefined;
  #loading: AbortController | undefined;
  #model: ModelBytes | undefined;
  #result: RanDetail | undefined;

  constructor() {
    super();
    const view = build(this.attachShadow({ mode: 'open', delegatesFocus: true }));
    this.#view = view;
    view.choose.addEventListener('click', () => {
      view.picker.click();
    });
    takeFiles(this, view.picker, (file) => {
      void this.run(file, file.name);
    });
    this.addEventListener('click', (event) => {
      const button = (event.target as Element).closest('[data-picture]');
      const address = button?.getAttribute('data-picture');
      if (address) void this.run(address);
    });
  }

  connectedCallback(): void {
    if (!this.hasAttribute('state')) this.#enter('idle', '');
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      // Moved within the page: nothing changes.
      if (!this.isConnected) this.#forget();
    });
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before !== after && name === 'src') this.#forget();
  }

  /** Address of the `.fbz`. */
  get src(): string {
    return this.getAttribute('src') ?? '';
  }
  set src(value: string) {
    this.setAttribute('src', value);
  }

  /** Names of the classes, in their order; the attribute has commas between them. */
  get labels(): readonly string[] {
    const text = this.getAttribute('labels') ?? '';
    return text === '' ? [] : text.split(',').map((label) => label.trim());
  }
  set labels(value: readonly string[]) {
    this.setAttribute('labels', value.join(','));
  }

  /** The bytes of the `.fbz`, in place of `src`. */
  get model(): ModelBytes | undefined {
    return this.#model;
  }
  set model(value: ModelBytes | undefined) {
    this.#forget();
    this.#model = value;
  }

  /** Also the attribute `state`, for style sheets. */
  get state(): RunnerElementState {
    return (this.getAttribute('state') ?? 'idle') as RunnerElementState;
  }

  /** What the model said last. */
  get result(): RanDetail | undefined {
    return this.#result;
  }

  /**
   * Runs the model on a picture, or on one sample as `Runner.predict` takes it. Does not reject:
   * what fails is shown and told by the event `cnn2snn-run-error`.
   * @param picture the picture, its address, or a sample
   * @param name of the picture, for what is shown
   */
  async run(picture: Blob | string | Inputs, name = ''): Promise<RanDetail | undefined> {
    this.#current?.abort();
    const controller = new AbortController();
    this.#current = controller;
    const { signal } = controller;
    this.#enter('running', this.#runner ? 'Running…' : 'Loading the model…');
    try {
      const runner = await (this.#runner ??= this.#load());
      const address = typeof picture === 'string' ? picture : '';
      const given = address
        ? await fetchBlob(new URL(address, document.baseURI).href, signal)
        : (picture as Blob | Inputs);
      const input = given instanceof Blob ? await inputOf(given, runner) : given;
      const { scores } = await runner.predict(input, { signal });
      if (this.#current !== controller) return undefined;
      return this.#finish(scores.data, name || nameOf(address));
    } catch (error) {
      if (this.#current === controller) this.#fail(error);
      return undefined;
    }
  }

  #load(): Promise<Runner> {
    const loading = new AbortController();
    this.#loading = loading;
    const { signal } = loading;
    const load = async (): Promise<Runner> => {
      const address = new URL(this.src, document.baseURI).href;
      const fbz = this.#model ?? (await fetchBlob(address, signal));
      return RunnerElement.loadModel(fbz, { threads: 1, signal });
    };
    const runner = load();
    runner.catch(() => {
      // Another picture tries again.
      if (this.#runner === runner) this.#runner = undefined;
    });
    return runner;
  }

  #finish(scores: Float32Array<ArrayBuffer>, name: string): RanDetail {
    this.#current = undefined;
    const classes = best(scores, this.labels);
    const result = { scores, classes };
    this.#result = result;
    showScores(this.#view.scores, classes);
    this.#enter('done', `${name || 'The sample'}: ${classes[0]?.label ?? ''}.`);
    this.#emit('cnn2snn-ran', result);
    return result;
  }

  #fail(cause: unknown): void {
    this.#current = undefined;
    const error = cause instanceof ConversionError ? cause : crashError(cause);
    fill(this.#view.problems, error.problems.map(describe));
    this.#enter('error', 'The model was not run.', true);
    this.#emit('cnn2snn-run-error', { error });
  }

  /** Gives the model back, and everything that came of it. */
  #forget(): void {
    this.#current?.abort();
    this.#current = undefined;
    this.#loading?.abort();
    void this.#runner?.then(
      (runner) => {
        runner.dispose();
      },
      () => undefined,
    );
    this.#runner = undefined;
    this.#result = undefined;
    showScores(this.#view.scores, []);
    this.#enter('idle', '');
  }

  #enter(state: RunnerElementState, status: string, failed = false): void {
    this.setAttribute('state', state);
    this.#view.status.textContent = status;
    if (!failed) fill(this.#view.problems, []);
    if (state === 'error') showScores(this.#view.scores, []);
  }

  #emit<Name extends keyof RunnerElementEvents>(
    name: Name,
    detail: RunnerElementEvents[Name]['detail'],
  ): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

if ('customElements' in globalThis && !customElements.get('cnn2snn-runner')) {
  customElements.define('cnn2snn-runner', RunnerElement);
}

declare global {
  interface HTMLElementTagNameMap {
    'cnn2snn-runner': RunnerElement;
  }
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- declaration merging
  interface HTMLElementEventMap extends RunnerElementEvents {}
}
