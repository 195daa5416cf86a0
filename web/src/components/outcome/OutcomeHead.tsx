// SPDX-License-Identifier: Apache-2.0

import type { Outcome } from '../../engine';
import { formatBytes } from '../../format';
import type { Job } from '../../jobs';
import { Head } from '../Note';
import { ReportActions } from '../ReportActions';
import { verdictOf } from './verdict';

/** What became of the file, the Akida file, the report. */
export function OutcomeHead({ job, outcome }: { job: Job; outcome: Outcome }) {
  const { tone, verdict } = verdictOf(outcome, job.version);
  return (
    <Head name={job.file.name} tone={tone} verdict={verdict}>
      {job.fbzUrl && outcome.kind === 'converted' && (
        <a class="button primary" href={job.fbzUrl} download={job.fbzName} data-testid="download">
          Download {job.fbzName} <span class="quiet">{formatBytes(outcome.fbz.size)}</span>
        </a>
      )}
      <ReportActions fileName={job.file.name} report={outcome.report} device={outcome.device} />
    </Head>
  );
}
