// SPDX-License-Identifier: Apache-2.0

import { GRADE_NAMES, type Measures } from '../graph/measures';

/** What the colours of the nodes mean. */
function Grades() {
  return (
    <ul class="grades" aria-label="Colours of the layers">
      {GRADE_NAMES.map((name, grade) => (
        <li key={name}>
          <span class={`grade-box grade-${grade}`} /> {name}
        </li>
      ))}
    </ul>
  );
}

interface Props {
  measures: readonly Measures[];
  shown: Measures;
  onChoose: (name: string) => void;
}

/** Which of the things measured the picture shows, and the legend of its colours. */
export function MeasureChooser({ measures, shown, onChoose }: Props) {
  const graded = [...shown.of.values()].some(({ grade }) => grade !== null);
  return (
    <div class="measures" data-testid="measures">
      <label>
        In the picture{' '}
        <select
          value={shown.name}
          onChange={(event) => {
            onChoose(event.currentTarget.value);
          }}
        >
          {measures.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      {graded && <Grades />}
    </div>
  );
}
