// SPDX-License-Identifier: Apache-2.0

import type { Jobs, JobsState } from '../../jobs';
import { InputScalingForm } from '../InputScalingForm';
import { Note } from '../Note';

/** What is particular to models of the older quantization. */
export function LegacyNote({ state, jobs }: { state: JobsState; jobs: Jobs }) {
  return (
    <Note tone="quiet" title="A legacy model: it always targets Akida 1.0">
      <p data-testid="legacy-note">
        Models quantized with the older CNN2SNN quantization can only become Akida 1.0 models,
        whichever generation is chosen above.
      </p>
      <InputScalingForm
        value={state.inputScaling}
        onApply={(value) => {
          jobs.setInputScaling(value);
        }}
      />
    </Note>
  );
}
