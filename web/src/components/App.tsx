// SPDX-License-Identifier: Apache-2.0

import { useEffect, useState } from 'preact/hooks';
import { takeFiles } from '../intake';
import type { Job, Jobs, JobsState } from '../jobs';
import { JobList, jobVerdict } from './JobList';
import { Result } from './Result';
import { TopBar } from './TopBar';
import { Welcome } from './Welcome';

function useJobs(jobs: Jobs): JobsState {
  const [state, setState] = useState(jobs.state);
  useEffect(
    () =>
      jobs.subscribe(() => {
        setState(jobs.state);
      }),
    [jobs],
  );
  return state;
}

/** What a screen reader hears: one sentence when the selected file is done, none on the way. */
function announcement(job: Job | undefined): string {
  if (!job || job.state === 'waiting') return '';
  if (job.state === 'running') return `Converting ${job.file.name}`;
  return `${job.file.name}: ${jobVerdict(job).words}`;
}

/** Replaced by the build: the version of the npm package, which is that of everything. */
declare const VERSION: string;

function Footer() {
  return (
    <footer class="footer">
      <p>
        cnn2snn {VERSION} in the browser is an unofficial tool. It is not affiliated with or
        endorsed by BrainChip. Akida is their trademark.
      </p>
      <p>
        <a href="docs/index.html">Documentation</a>
        <a href="embed.html">Put it beside your own models</a>
        <a href="third-party.txt">Licences</a>
      </p>
    </footer>
  );
}

export function App({ jobs }: { jobs: Jobs }) {
  const state = useJobs(jobs);
  const [dragging, setDragging] = useState(false);
  useEffect(
    () =>
      takeFiles((files) => {
        jobs.add(files);
      }, setDragging),
    [jobs],
  );
  const job = state.jobs.find((candidate) => candidate.id === state.selected);
  useEffect(() => {
    document.title = job
      ? `${job.file.name} – cnn2snn`
      : 'cnn2snn – Keras to Akida in your browser';
  }, [job?.file.name]);
  return (
    <>
      <TopBar jobs={jobs} state={state} />
      {job ? (
        <div class={`bench ${state.jobs.length > 1 ? 'with-list' : ''}`}>
          <JobList jobs={jobs} list={state.jobs} selected={job.id} />
          <Result job={job} state={state} jobs={jobs} />
        </div>
      ) : (
        <Welcome jobs={jobs} />
      )}
      <Footer />
      <p class="visually-hidden" role="status">
        {announcement(job)}
      </p>
      {dragging && (
        <div class="drop-veil" aria-hidden="true">
          <p>Drop to convert</p>
        </div>
      )}
    </>
  );
}
