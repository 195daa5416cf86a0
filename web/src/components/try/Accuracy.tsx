// SPDX-License-Identifier: Apache-2.0

import { formatMilliseconds, plural } from '../../format';
import type { Evaluation } from '../../run/evaluation';
import type { Samples } from '../../samples/samples';
import { share } from './OutputMaps';
import { SamplePicture } from './SamplePicture';
import { className } from './Scores';

const MOST_CLASSES = 40;
const MOST_WRONG = 24;

interface Props {
  samples: Samples;
  evaluation: Evaluation;
  classes: readonly number[];
  milliseconds: number;
  onChoose: (index: number) => void;
}

function Confusion({ evaluation, samples }: Pick<Props, 'evaluation' | 'samples'>) {
  const { confusion } = evaluation;
  if (confusion.length > MOST_CLASSES) return null;
  const most = Math.max(1, ...confusion.flat());
  const names = confusion.map((_, index) => className(samples, index));
  return (
    <div class="table-frame" role="region" aria-label="Confusion matrix" tabIndex={0}>
      <table class="confusion" data-testid="confusion">
        <caption>Confusion matrix: rows are the true classes, columns what the model said</caption>
        <thead>
          <tr>
            <td />
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {confusion.map((row, label) => (
            <tr key={label}>
              <th scope="row">{names[label]}</th>
              {row.map((count, given) => (
                <td
                  key={given}
                  class={label === given ? 'right' : count > 0 ? 'wrong' : 'none'}
                  style={{ '--part': `${Math.round((100 * count) / most)}%` }}
                >
                  {count === 0 ? '' : count}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How often the model is right on samples with known classes, and where it is not. */
export function Accuracy(props: Props) {
  const { samples, evaluation, classes, milliseconds, onChoose } = props;
  const { correct, wrong } = evaluation;
  return (
    <section class="accuracy" aria-label="Accuracy">
      <p class="accuracy-line" data-testid="accuracy">
        <strong>
          {correct} of {evaluation.samples} right
        </strong>{' '}
        ({share(correct, evaluation.samples)}), in {formatMilliseconds(milliseconds)}
      </p>
      <div class="accuracy-parts">
        <Confusion evaluation={evaluation} samples={samples} />
        {wrong.length > 0 && (
          <div class="mistakes">
            <h3>{plural(wrong.length, 'sample')} it got wrong</h3>
            <ul>
              {wrong.slice(0, MOST_WRONG).map((index) => {
                const label = className(samples, samples.labels?.[index] ?? 0);
                const given = className(samples, classes[index] ?? 0);
                return (
                  <li key={index}>
                    <button
                      type="button"
                      class="mistake"
                      onClick={() => {
                        onChoose(index);
                      }}
                    >
                      <SamplePicture
                        samples={samples}
                        index={index}
                        label={samples.titleOf(index)}
                      />
                      <span>
                        {label}, taken for {given}
                      </span>
                    </button>
                  </li>
                );
              })}
            </ul>
            {wrong.length > MOST_WRONG && <p class="quiet">The first {MOST_WRONG} are shown.</p>}
          </div>
        )}
      </div>
    </section>
  );
}
