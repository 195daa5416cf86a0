// SPDX-License-Identifier: Apache-2.0
/** What the elements of this package are made of: no markup, no inline styles, so any CSP allows them. */
import { cancelledError, ConversionError, problemOf } from './errors.js';

/** Importing an element where there is no DOM (a server that renders pages) does nothing. */
export const ElementBase: typeof HTMLElement =
  'HTMLElement' in globalThis ? HTMLElement : (Object as unknown as typeof HTMLElement);

/** Looks and variables that all elements share. */
const BASE_STYLE = `
:host {
  --_accent: var(--cnn2snn-accent, #1a5fb4);
  --_on-accent: var(--cnn2snn-on-accent, #fff);
  --_gap: var(--cnn2snn-gap, 0.5rem);
  display: inline-block;
  font: var(--cnn2snn-font, inherit);
  color: var(--cnn2snn-color, inherit);
}
:host([hidden]), [hidden] { display: none !important; }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: var(--_gap); }
.button {
  box-sizing: border-box;
  min-height: 2.5rem;
  padding: 0.4rem 0.9rem;
  border: 1px solid var(--_accent);
  border-radius: var(--cnn2snn-radius, 0.4rem);
  background: var(--_accent);
  color: var(--_on-accent);
  font: inherit;
  text-decoration: none;
  cursor: pointer;
}
.button:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
.quiet { background: transparent; color: inherit; border-color: currentColor; }
.picker { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
p, ul { margin: var(--_gap) 0 0; }
p:empty { margin: 0; }
ul { padding-inline-start: 1.2rem; }
.problems { color: var(--cnn2snn-error, inherit); overflow-wrap: anywhere; }
:host([dragging]) .row { outline: 2px dashed var(--_accent); outline-offset: 4px; }
`;

/** Gives the style sheet of an element, made once: that of all elements and its own. */
export function styleSheets(own: string): () => CSSStyleSheet[] {
  let sheets: CSSStyleSheet[] | undefined;
  return () =>
    (sheets ??= [BASE_STYLE, own].map((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    }));
}

export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** A text that the page can replace: `<span slot="convert">…</span>`. */
export function slot(name: string, text: string): HTMLSlotElement {
  return make('slot', { name }, text);
}

/** The file chooser behind a button. */
export function filePicker(accept: string): HTMLInputElement {
  return make('input', {
    type: 'file',
    accept,
    class: 'picker',
    tabindex: '-1',
    'aria-hidden': 'true',
  });
}

/** Shows one line for each text. */
export function fill(list: HTMLUListElement, texts: string[]): void {
  list.replaceChildren(...texts.map((text) => make('li', {}, text)));
  list.hidden = texts.length === 0;
}

/** Gives files that are chosen, or dropped on the element, to `take`, the first one of each. */
export function takeFiles(
  host: HTMLElement,
  picker: HTMLInputElement,
  take: (file: File) => void,
): void {
  const first = (files: FileList | null | undefined): void => {
    const file = files?.[0];
    if (file) take(file);
  };
  picker.addEventListener('change', () => {
    first(picker.files);
    picker.value = '';
  });
  host.addEventListener('dragover', (event) => {
    event.preventDefault();
    host.toggleAttribute('dragging', true);
  });
  host.addEventListener('dragleave', () => {
    host.toggleAttribute('dragging', false);
  });
  host.addEventListener('drop', (event) => {
    event.preventDefault();
    host.toggleAttribute('dragging', false);
    first(event.dataTransfer?.files);
  });
}

/** The bytes at an address. Rejects with `E_FILE`, or `E_CANCELLED` for an aborted signal. */
export async function fetchBlob(address: string, signal: AbortSignal): Promise<Blob> {
  const failed = (why: string, cause?: unknown) =>
    new ConversionError([problemOf('E_FILE', `${address} could not be fetched: ${why}`)], null, {
      cause,
    });
  try {
    const response = await fetch(address, { signal });
    if (!response.ok) throw failed(`${String(response.status)} ${response.statusText}`);
    return await response.blob();
  } catch (error) {
    if (error instanceof ConversionError) throw error;
    if (signal.aborted) throw cancelledError(signal.reason);
    throw failed(String(error), error);
  }
}
