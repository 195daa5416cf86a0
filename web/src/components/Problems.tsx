// SPDX-License-Identifier: Apache-2.0

import { plainClassName } from '../format';
import type { Problem, Step } from '../report';

const STEPS: Readonly<Record<Step, string>> = {
  read: 'Reading the file',
  parse: 'Reading the Keras model',
  quantization: 'Quantization',
  conversion: 'Conversion to Akida',
  verification: 'Checking the result',
  inference: 'Running the model',
};

function Where({ problem, known, onOpen }: ItemProps) {
  if (problem.layers.length === 0) return <>The file as a whole</>;
  return (
    <>
      {problem.layers.map(({ name, class_name }) => (
        <span key={name} class="where">
          {known.has(name) ? (
            <button
              type="button"
              class="link mono"
              onClick={() => {
                onOpen(name);
              }}
            >
              {name}
            </button>
          ) : (
            <code>{name}</code>
          )}{' '}
          {class_name && <span class="quiet">{plainClassName(class_name)}</span>}
        </span>
      ))}
    </>
  );
}

interface ItemProps {
  problem: Problem;
  /** Names that can be shown in the picture. */
  known: ReadonlySet<string>;
  onOpen: (name: string) => void;
}

function Item({ problem, known, onOpen }: ItemProps) {
  // The official converter's longer messages are a sentence and then a list.
  const [headline, ...rest] = problem.reason.split('\n');
  return (
    <li class="problem">
      <p class="problem-reason">{headline}</p>
      {rest.length > 0 && (
        <ul class="problem-rest">
          {rest.map((line, at) => (
            <li key={at}>{line.replace(/^\s*-\s*/, '')}</li>
          ))}
        </ul>
      )}
      {problem.remedy && (
        <p class="problem-remedy">
          <strong>What to do:</strong> {problem.remedy}
        </p>
      )}
      <p class="problem-facts">
        <span>
          <Where problem={problem} known={known} onOpen={onOpen} />
        </span>
        <span>{STEPS[problem.step]}</span>
        <code>{problem.id}</code>
      </p>
    </li>
  );
}

interface Props {
  problems: readonly Problem[];
  known: ReadonlySet<string>;
  onOpen: (name: string) => void;
}

/** Every problem (or warning) at once: where, at which step, why, and what to do. */
export function Problems({ problems, known, onOpen }: Props) {
  return (
    <ol class="problems">
      {problems.map((problem, at) => (
        <Item key={at} problem={problem} known={known} onOpen={onOpen} />
      ))}
    </ol>
  );
}
