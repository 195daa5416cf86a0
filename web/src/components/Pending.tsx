// SPDX-License-Identifier: Apache-2.0

import type { Job, Jobs } from '../jobs';
import { Head } from './Note';

/** A file that waits or is being converted. */
export function Busy({ job, jobs }: { job: Job; jobs: Jobs }) {
  const waiting = job.state === 'waiting';
  return (
    <>
      <Head
        name={job.file.name}
        tone="quiet"
        verdict={waiting ? 'Waiting for its turn' : 'Converting'}
      >
        <button
          type="button"
          class="button"
          data-testid="cancel"
          onClick={() => {
            jobs.cancel(job.id);
          }}
        >
          Cancel
        </button>
      </Head>
      <progress
        class="progress"
        data-testid="progress"
        aria-label={`Converting ${job.file.name}`}
        max={1}
        value={job.fraction}
      />
      <div class="skeleton" aria-hidden="true">
        <span />
        <span />
        <span />
      </div>
    </>
  );
}

/** A file whose conversion was cancelled, or that the converter did not survive. */
export function Stopped({ job, jobs }: { job: Job; jobs: Jobs }) {
  const cancelled = job.state === 'cancelled';
  return (
    <>
      <Head
        name={job.file.name}
        tone={cancelled ? 'quiet' : 'bad'}
        verdict={cancelled ? 'Cancelled' : 'The converter stopped before it was done'}
      >
        <button
          type="button"
          class="button primary"
          onClick={() => {
            jobs.runAgain(job.id);
          }}
        >
          {cancelled ? 'Convert' : 'Try again'}
        </button>
      </Head>
      {!cancelled && (
        <div data-testid="error" class="failure">
          <ol class="problems">
            <li class="problem">
              <p class="problem-reason">{job.crash}</p>
              <p class="problem-remedy">
                <strong>What to do:</strong> Try again. If it stops again, the file may need more
                memory than the browser gives a page: the command line tool has no such limit.
              </p>
            </li>
          </ol>
        </div>
      )}
    </>
  );
}
