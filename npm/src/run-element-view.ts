// SPDX-License-Identifier: Apache-2.0
/** The inside of `<cnn2snn-runner>`. */
import { filePicker, make, slot, styleSheets } from './element-parts.js';

const sheets = styleSheets(`
.scores { display: grid; gap: 0.3rem; margin: var(--_gap) 0 0; padding: 0; list-style: none; max-width: 28rem; }
.scores li { display: grid; grid-template-columns: minmax(4rem, auto) 1fr auto; gap: 0.6rem; align-items: center; }
.scores li:first-child { font-weight: bold; }
.bar { display: block; height: 0.7rem; border-radius: 2px; background: var(--_accent); }
`);

/** The parts the element works with. */
export interface RunView {
  choose: HTMLButtonElement;
  picker: HTMLInputElement;
  status: HTMLParagraphElement;
  scores: HTMLOListElement;
  problems: HTMLUListElement;
}

/** A class and its score. */
export interface ClassScore {
  /** Which of the outputs. */
  index: number;
  /** Its name, as far as `labels` go; else the index. */
  label: string;
  score: number;
}

/** Fills the shadow root. */
export function build(root: ShadowRoot): RunView {
  root.adoptedStyleSheets = sheets();
  const view: RunView = {
    choose: make(
      'button',
      { type: 'button', part: 'button choose', class: 'button' },
      slot('choose', 'Try a picture'),
    ),
    picker: filePicker('image/*'),
    status: make('p', { part: 'status', role: 'status' }),
    scores: make('ol', { part: 'scores', class: 'scores', hidden: '' }),
    problems: make('ul', { part: 'problems', class: 'problems', hidden: '' }),
  };
  root.append(
    make('div', { part: 'container', class: 'row' }, view.choose, view.picker, make('slot', {})),
    view.status,
    view.scores,
    view.problems,
  );
  return view;
}

/** Shows classes with bars; those below zero have none. */
export function showScores(list: HTMLOListElement, classes: readonly ClassScore[]): void {
  const most = Math.max(...classes.map(({ score }) => score), 0);
  list.replaceChildren(
    ...classes.map(({ label, score }) => {
      const bar = make('span', { part: 'bar', class: 'bar' });
      bar.style.width = `${String(most > 0 ? Math.max(0, (100 * score) / most) : 0)}%`;
      const track = make('span', { 'aria-hidden': 'true' }, bar);
      return make('li', {}, make('span', {}, label), track, score.toPrecision(4));
    }),
  );
  list.hidden = classes.length === 0;
}
