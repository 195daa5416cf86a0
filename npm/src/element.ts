// SPDX-License-Identifier: Apache-2.0
/**
 * `<cnn2snn-converter src="model.h5" version="v2">`: a button that converts a model in the visitor's
 * tab and offers the `.fbz`. Importing this module defines the element.
 *
 * Without `src` the button asks for a file, and a file can be dropped on it.
 */
import type { ConvertResult } from './api.js';
import { ElementBase, fetchBlob, fill, takeFiles } from './element-parts.js';
import { build, type View } from './element-view.js';
import { ConversionError, crashError, describe } from './errors.js';
import type { ModelBytes } from './jobs.js';
import type { AkidaVersionName, Step } from './report.js';
import type { WorkerConverter } from './worker-options.js';
import { createConverter } from './worker.js';

/** The detail of `cnn2snn-converted`. */
export interface ConvertedDetail extends ConvertResult {
  /** Name of the file offered. */
  filename: string;
}

export interface ConverterElementEvents {
  /** While it converts. */
  'cnn2snn-progress': CustomEvent<{ fraction: number; step: Step }>;
  /** Done; `preventDefault()` keeps the download link away. */
  'cnn2snn-converted': CustomEvent<ConvertedDetail>;
  /** Refused, failed or cancelled (`error.code` is `E_CANCELLED`). */
  'cnn2snn-error': CustomEvent<{ error: ConversionError }>;
}

export type ConverterElementState = 'idle' | 'converting' | 'done' | 'error';

/** The last part of an address or name, with `.fbz` in place of its extension. */
function fbzName(source: string): string {
  const last = source.split(/[?#]/, 1)[0]?.split('/').pop() ?? '';
  let name = last;
  try {
    name = decodeURIComponent(last);
  } catch {
    // Not an encoded address: the name as it is.
  }
  const dot = name.lastIndexOf('.');
  return `${(dot > 0 ? name.slice(0, dot) : name) || 'model'}.fbz`;
}

export class ConverterElement extends ElementBase {
  static readonly observedAttributes = ['src', 'version'];

  /** Makes the converter that all elements of the page share; replace it before the first use. */
  static createConverter: () => WorkerConverter = () => createConverter();
  static #shared: WorkerConverter | undefined;

  readonly #view: View;
  #current: AbortController | undefined;
  #result: ConvertResult | undefined;
  #address = '';

  constructor() {
    super();
    const view = build(this.attachShadow({ mode: 'open', delegatesFocus: true }));
    this.#view = view;
    view.convert.addEventListener('click', () => {
      if (this.src) void this.convert();
      else view.picker.click();
    });
    view.cancel.addEventListener('click', () => {
      this.cancel();
    });
    takeFiles(this, view.picker, (file) => {
      void this.convert(file, file.name);
    });
  }

  connectedCallback(): void {
    if (!this.hasAttribute('state')) this.#enter('idle', '');
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      // Moved within the page: nothing changes.
      if (!this.isConnected) this.#reset();
    });
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (before !== after && this.state !== 'idle') this.#reset();
  }

  /** Address of the model; empty: the visitor chooses a file. */
  get src(): string {
    return this.getAttribute('src') ?? '';
  }
  set src(value: string) {
    this.setAttribute('src', value);
  }

  /** Akida generation to convert to, `v1` or `v2` (the default). */
  get version(): AkidaVersionName {
    return this.getAttribute('version') === 'v1' ? 'v1' : 'v2';
  }
  set version(value: AkidaVersionName) {
    this.setAttribute('version', value);
  }

  /** Also the attribute `state`, for style sheets. */
  get state(): ConverterElementState {
    return (this.getAttribute('state') ?? 'idle') as ConverterElementState;
  }

  /** What the last conversion gave. */
  get result(): ConvertResult | undefined {
    return this.#result;
  }

  /**
   * Converts the model at `src`, or the bytes given. Does not reject: what fails is shown and told
   * by the event `cnn2snn-error`.
   * @param name of the model, from which that of the `.fbz` is made
   */
  async convert(bytes?: ModelBytes, name = this.src): Promise<ConvertResult | undefined> {
    this.#reset();
    const controller = new AbortController();
    this.#current = controller;
    const { signal } = controller;
    this.#enter('converting', bytes ? 'Converting…' : 'Downloading the model…');
    try {
      const source = bytes ?? (await fetchBlob(new URL(name, document.baseURI).href, signal));
      ConverterElement.#shared ??= ConverterElement.createConverter();
      const result = await ConverterElement.#shared.convert(source, {
        ...(this.hasAttribute('version') && { akidaVersion: this.version }),
        signal,
        onProgress: (fraction, step) => {
          this.#progress(fraction, step);
        },
      });
      if (this.#current !== controller) return undefined;
      this.#finish(result, fbzName(name));
      return result;
    } catch (error) {
      if (this.#current === controller) this.#fail(error);
      return undefined;
    }
  }

  /** Ends the conversion that runs, if any. */
  cancel(): void {
    this.#current?.abort();
  }

  #progress(fraction: number, step: Step): void {
    const { progress, status } = this.#view;
    progress.value = fraction;
    // Said once, not at every step: a screen reader reads each change.
    if (status.textContent !== 'Converting…') status.textContent = 'Converting…';
    this.#emit('cnn2snn-progress', { fraction, step });
  }

  #finish(result: ConvertResult, filename: string): void {
    this.#result = result;
    this.#current = undefined;
    const offered = this.#emit('cnn2snn-converted', { ...result, filename });
    const { download: link, downloadName, warnings } = this.#view;
    if (offered) {
      this.#address = URL.createObjectURL(
        new Blob([result.fbz], { type: 'application/octet-stream' }),
      );
      link.href = this.#address;
      link.download = filename;
      downloadName.textContent = filename;
    }
    fill(warnings, result.warnings.map(describe));
    const size = `${(result.fbz.length / 1000).toFixed(1)} kB`;
    this.#enter('done', `Converted: ${filename}, ${size}, Akida ${result.model.ip_version}.`);
  }

  #fail(cause: unknown): void {
    this.#current = undefined;
    const error = cause instanceof ConversionError ? cause : crashError(cause);
    const cancelled = error.code === 'E_CANCELLED';
    fill(this.#view.problems, cancelled ? [] : error.problems.map(describe));
    this.#enter('error', cancelled ? 'Cancelled.' : 'The model was not converted.');
    this.#emit('cnn2snn-error', { error });
  }

  #reset(): void {
    this.#current?.abort();
    this.#current = undefined;
    this.#result = undefined;
    if (this.#address) URL.revokeObjectURL(this.#address);
    this.#address = '';
    const { problems, warnings } = this.#view;
    fill(problems, []);
    fill(warnings, []);
    this.#enter('idle', '');
  }

  /** Shows the controls of a state; the focus follows a control that goes. */
  #enter(state: ConverterElementState, status: string): void {
    const { convert, cancel, progress, download: link, status: line } = this.#view;
    const focused = this.shadowRoot?.activeElement;
    this.setAttribute('state', state);
    const busy = state === 'converting';
    convert.hidden = busy || (state === 'done' && this.#address !== '');
    cancel.hidden = !busy;
    progress.hidden = !busy;
    if (!busy) progress.removeAttribute('value');
    link.hidden = state !== 'done' || this.#address === '';
    line.textContent = status;
    if (focused instanceof HTMLElement && focused.hidden) {
      [link, cancel, convert].find((control) => !control.hidden)?.focus();
    }
  }

  #emit<Name extends keyof ConverterElementEvents>(
    name: Name,
    detail: ConverterElementEvents[Name]['detail'],
  ): boolean {
    return this.dispatchEvent(
      new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }),
    );
  }
}

if ('customElements' in globalThis && !customElements.get('cnn2snn-converter')) {
  customElements.define('cnn2snn-converter', ConverterElement);
}

declare global {
  interface HTMLElementTagNameMap {
    'cnn2snn-converter': ConverterElement;
  }
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- declaration merging
  interface HTMLElementEventMap extends ConverterElementEvents {}
}
