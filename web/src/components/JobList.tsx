// SPDX-License-Identifier: Apache-2.0

import { Fragment } from 'preact';
import { akidaGeneration, formatBytes, plural } from '../format';
import { download, type Job, type Jobs } from '../jobs';
import type { Tone } from './Note';

/** A job's state in a few words, and what stands against the device chosen. */
export function jobVerdict(job: Job): { tone: Tone; words: string } {
  const { tone, words } = outcomeVerdict(job);
  const device = job.state === 'done' ? job.outcome?.device : null;
  if (device?.verdict !== 'no' || tone === 'bad') return { tone, words };
  return { tone: 'doubt', words: `${words}, not on ${device.name}` };
}

function outcomeVerdict(job: Job): { tone: Tone; words: string } {
  const { outcome } = job;
  if (job.state === 'waiting') return { tone: 'quiet', words: 'Waiting' };
  if (job.state === 'running') {
    return { tone: 'quiet', words: `Converting, ${Math.round(job.fraction * 100)}%` };
  }
  if (job.state === 'cancelled') return { tone: 'quiet', words: 'Cancelled' };
  if (job.state === 'crashed' || !outcome) return { tone: 'bad', words: 'Stopped' };
  switch (outcome.kind) {
    case 'converted': {
      const { target, fbz_bytes: bytes, warnings } = outcome.report;
      const generation = akidaGeneration(target ?? job.version);
      const extra = warnings.length > 0 ? `, ${plural(warnings.length, 'warning')}` : '';
      return { tone: 'good', words: `${generation}, ${formatBytes(bytes)}${extra}` };
    }
    case 'inspected':
      return { tone: 'good', words: 'Opened' };
    case 'compatibility': {
      const { compatible, partial, problems } = outcome.report;
      if (!compatible)
        return { tone: 'bad', words: `Not compatible, ${plural(problems.length, 'problem')}` };
      return partial
        ? { tone: 'doubt', words: 'Float, compatible in part' }
        : { tone: 'good', words: 'Float, compatible' };
    }
    case 'refused':
      return {
        tone: 'bad',
        words: `Refused, ${plural(outcome.report.problems.length, 'problem')}`,
      };
  }
}

/** Model names are long and full of underscores: a good place to break a line. */
function BreakableName({ name }: { name: string }) {
  return (
    <>
      {name.split(/(?<=[_-])/).map((part, at) => (
        <Fragment key={at}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </>
  );
}

function JobRow({ job, selected, jobs }: { job: Job; selected: boolean; jobs: Jobs }) {
  const { tone, words } = jobVerdict(job);
  const busy = job.state === 'running' || job.state === 'waiting';
  return (
    <li class={`job ${selected ? 'selected' : ''}`} data-testid="job">
      <button
        type="button"
        class="job-open"
        aria-current={selected ? 'true' : undefined}
        onClick={() => {
          jobs.select(job.id);
        }}
      >
        <span class="job-name">
          <BreakableName name={job.file.name} />
        </span>
        <span class={`job-words ${tone}`}>{words}</span>
        {job.state === 'running' && (
          <span class="job-bar" style={{ width: `${job.fraction * 100}%` }} />
        )}
      </button>
      {job.fbzUrl && (
        <a
          class="icon-button"
          href={job.fbzUrl}
          download={job.fbzName}
          aria-label={`Download ${job.fbzName}`}
          data-testid="job-download"
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M8 2v8M4.5 7 8 10.5 11.5 7M3 13.5h10" />
          </svg>
        </a>
      )}
      <button
        type="button"
        class="icon-button"
        aria-label={busy ? `Cancel ${job.file.name}` : `Remove ${job.file.name} from the list`}
        onClick={() => {
          if (busy) jobs.cancel(job.id);
          else jobs.remove(job.id);
        }}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="m4 4 8 8m0-8-8 8" />
        </svg>
      </button>
    </li>
  );
}

interface Props {
  jobs: Jobs;
  list: readonly Job[];
  selected: number | null;
}

/** All files of this visit, each with its own state. */
export function JobList({ jobs, list, selected }: Props) {
  const ready = list.filter((job) => job.fbzUrl !== null);
  return (
    <nav class="job-list" aria-label="Files">
      <h2>{plural(list.length, 'file')}</h2>
      <ul>
        {list.map((job) => (
          <JobRow key={job.id} job={job} selected={job.id === selected} jobs={jobs} />
        ))}
      </ul>
      {ready.length > 1 && (
        <button
          type="button"
          class="button"
          data-testid="download-all"
          onClick={() => {
            for (const job of ready) if (job.fbzUrl) download(job.fbzUrl, job.fbzName);
          }}
        >
          Download all {ready.length}
        </button>
      )}
    </nav>
  );
}
