// SPDX-License-Identifier: Apache-2.0
/** The inside of `<cnn2snn-converter>`. */
import { filePicker, make, slot, styleSheets } from './element-parts.js';

const sheets = styleSheets('progress { flex: 1 1 8rem; accent-color: var(--_accent); }');

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
  root.adoptedStyleSheets = sheets();
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
    picker: filePicker('.h5,.hdf5,.keras,.onnx'),
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
