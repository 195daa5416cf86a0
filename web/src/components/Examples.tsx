// SPDX-License-Identifier: Apache-2.0

import { useState } from 'preact/hooks';
import { fetchExample, EXAMPLES, type Example } from '../examples';
import type { Jobs } from '../jobs';

/** Models to begin with. */
export function Examples({ jobs }: { jobs: Jobs }) {
  const [failure, setFailure] = useState('');
  const open = (example: Example): void => {
    setFailure('');
    fetchExample(example).then(
      (files) => {
        jobs.addExample(files);
      },
      (error: unknown) => {
        setFailure(`It could not be fetched: ${error instanceof Error ? error.message : ''}`);
      },
    );
  };
  return (
    <section class="examples" aria-labelledby="examples-title">
      <h2 id="examples-title">No model at hand? Try an example</h2>
      <ul>
        {EXAMPLES.map((example) => (
          <li key={example.name}>
            <button
              type="button"
              class="button"
              onClick={() => {
                open(example);
              }}
            >
              {example.name}
            </button>
            <span>{example.about}</span>
          </li>
        ))}
      </ul>
      {failure && (
        <p class="bad" role="alert">
          {failure}
        </p>
      )}
      <p class="quiet credit">
        Digits: UCI Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, 1998, CC
        BY 4.0.
      </p>
    </section>
  );
}
