// SPDX-License-Identifier: Apache-2.0
/** The inside of `<cnn2snn-converter>`: built without markup or inline styles, so any CSP allows it. */

const STYLE = `
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
progress { flex: 1 1 8rem; accent-color: var(--_accent); }
p, ul { margin: var(--_gap) 0 0; }
p:empty { margin: 0; }
ul { padding-inline-start: 1.2rem; }
.problems { color: var(--cnn2snn-error, inherit); overflow-wrap: anywhere; }
:host([dragging]) .row { outline: 2px dashed var(--_accent); outline-offset: 4px; }
`;

let sheet: CSSStyleSheet | undefined;

function styleSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
  }
  return sheet;
}

function make<Name extends keyof HTMLElementTagNameMap>(
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
function slot(name: string, text: string): HTMLSlotElement {
  return make('slot', { name }, text);
}

/** The parts the element works with. */
export interface View {
  convert: HTMLButtonElement;
  cancel: HTMLButtonElement;
  picker: HTMLInputElement;
  progress: HTMLProgressElement;
  download: HTMLAnchorElement;
  downloadName: HTMLSpanElement;
  status: HTMLParagraphElement;
  problems: HTMLUListElement;
  warnings: HTMLUListElement;
}

/** Fills the shadow root. */
export function build(root: ShadowRoot): View {
  root.adoptedStyleSheets = [styleSheet()];
  const downloadName = make('span', {});
  const view: View = {
    convert: make(
      'button',
      { type: 'button', part: 'button convert', class: 'button' },
      slot('convert', 'Convert to Akida (.fbz)'),
    ),
    cancel: make(
      'button',
      { type: 'button', part: 'button cancel', class: 'button quiet', hidden: '' },
      slot('cancel', 'Cancel'),
    ),
    picker: make('input', {
      type: 'file',
      accept: '.h5,.hdf5,.keras,.onnx',
      class: 'picker',
      tabindex: '-1',
      'aria-hidden': 'true',
    }),
    progress: make('progress', {
      part: 'progress',
      max: '1',
      'aria-label': 'Conversion progress',
      hidden: '',
    }),
    download: make(
      'a',
      { part: 'button download', class: 'button', hidden: '' },
      slot('download', 'Download'),
      ' ',
      downloadName,
    ),
    downloadName,
    status: make('p', { part: 'status', role: 'status' }),
    problems: make('ul', { part: 'problems', class: 'problems', hidden: '' }),
    warnings: make('ul', { part: 'warnings', hidden: '' }),
  };
  root.append(
    make(
      'div',
      { part: 'container', class: 'row' },
      view.convert,
      view.picker,
      view.progress,
      view.cancel,
      view.download,
    ),
    view.status,
    view.problems,
    view.warnings,
  );
  return view;
}

/** Shows one line for each text. */
export function fill(list: HTMLUListElement, texts: string[]): void {
  list.replaceChildren(...texts.map((text) => make('li', {}, text)));
  list.hidden = texts.length === 0;
}
