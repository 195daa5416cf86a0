// SPDX-License-Identifier: Apache-2.0

import type { Job, Jobs, JobsState } from '../jobs';
import { OutcomeView } from './outcome/OutcomeView';
import { Busy, Stopped } from './Pending';

/** Everything about the selected file. */
export function Result({ job, state, jobs }: { job: Job; state: JobsState; jobs: Jobs }) {
  return (
    <main class="result" aria-busy={job.state === 'running'}>
      {job.outcome ? (
        <OutcomeView
          key={`${job.id} ${job.version} ${job.device}`}
          job={job}
          outcome={job.outcome}
          state={state}
          jobs={jobs}
        />
      ) : job.state === 'waiting' || job.state === 'running' ? (
        <Busy job={job} jobs={jobs} />
      ) : (
        <Stopped job={job} jobs={jobs} />
      )}
    </main>
  );
}
