// SPDX-License-Identifier: Apache-2.0

import type { ComponentChildren } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { InputDtype, Outcome } from '../engine';
import { akidaGeneration, formatBytes, plural } from '../format';
import type { Marks } from '../graph/network';
import type { Job, Jobs, JobsState } from '../jobs';
import type { CheckReport, Report } from '../report';
import { InputScalingForm } from './InputScalingForm';
import { ModelView, type Selection } from './ModelView';
import { Problems } from './Problems';
import { ReportActions } from './ReportActions';
import { Totals } from './Totals';

type Tone = 'good' | 'bad' | 'doubt' | 'quiet';

interface HeadProps {
  name: string;
  tone: Tone;
  verdict: string;
  children?: ComponentChildren;
}

function Head({ name, tone, verdict, children }: HeadProps) {
  return (
    <header class="result-head">
      <div>
        <h1>{name}</h1>
        <p class={`verdict ${tone}`}>{verdict}</p>
      </div>
      <div class="result-actions">{children}</div>
    </header>
  );
}

function Note({
  tone,
  title,
  children,
}: {
  tone: Tone;
  title: string;
  children?: ComponentChildren;
}) {
  return (
    <section class={`note ${tone}`}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function compatibilityVerdict(report: CheckReport): { tone: Tone; verdict: string } {
  const generation = akidaGeneration(report.target);
  if (!report.compatible) {
    return { tone: 'bad', verdict: `Float model, not compatible with ${generation}` };
  }
  return report.partial
    ? { tone: 'doubt', verdict: `Float model, compatible with ${generation} in part` }
    : { tone: 'good', verdict: `Float model, compatible with ${generation}` };
}

function outcomeHead(outcome: Outcome, version: Job['version']): { tone: Tone; verdict: string } {
  switch (outcome.kind) {
    case 'converted':
      return {
        tone: 'good',
        verdict: `Converted for ${akidaGeneration(outcome.report.target ?? version)}`,
      };
    case 'inspected':
      return {
        tone: 'good',
        verdict: `Akida file, made for IP ${outcome.report.model?.ip_version ?? 'unknown'}, file version ${outcome.report.model?.version ?? 'unknown'}`,
      };
    case 'compatibility':
      return compatibilityVerdict(outcome.report);
    case 'refused': {
      const { report } = outcome;
      const what =
        report.action === 'info'
          ? 'Cannot be opened'
          : `Cannot be converted for ${akidaGeneration(report.target ?? version)}`;
      return { tone: 'bad', verdict: `${what}: ${plural(report.problems.length, 'problem')}` };
    }
  }
}

interface CompatibilityProps {
  report: CheckReport;
  state: JobsState;
  jobs: Jobs;
}

function CompatibilityNotes({ report, state, jobs }: CompatibilityProps) {
  return (
    <>
      <Note
        tone="quiet"
        title={
          report.compatible
            ? 'This model is not quantized yet, so there is no Akida file'
            : 'This model is not quantized yet, and could not run on Akida as it is'
        }
      >
        <p>
          {report.compatible
            ? 'Quantize it with QuantizeML, then drop the quantized file here.'
            : 'The problems below stop it. Change the float model, then quantize it with QuantizeML.'}
        </p>
        <label class="input-dtype">
          Checked for inputs of type{' '}
          <select
            value={state.inputDtype}
            onChange={(event) => {
              jobs.setInputDtype(event.currentTarget.value as InputDtype);
            }}
          >
            <option>uint8</option>
            <option>int8</option>
            <option>int16</option>
          </select>
        </label>
      </Note>
      {report.host_layers.length > 0 && (
        <Note tone="doubt" title={`${plural(report.host_layers.length, 'layer')} left to the host`}>
          <p>
            These follow the last layer that Akida can run, and would run on the host:{' '}
            <code>{report.host_layers.join(', ')}</code>
          </p>
        </Note>
      )}
    </>
  );
}

function Undecided({ report }: { report: CheckReport }) {
  if (report.undecided.length === 0) return null;
  return (
    <Note tone="quiet" title="Not decided by the structure alone">
      <ul>
        {report.undecided.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Note>
  );
}

interface OutcomeProps {
  job: Job;
  outcome: Outcome;
  state: JobsState;
  jobs: Jobs;
}

function marksOf(report: Report): Marks {
  return {
    problems: report.problems,
    warnings: report.warnings,
    hostLayers: report.action === 'check' ? report.host_layers : [],
  };
}

function OutcomeView({ job, outcome, state, jobs }: OutcomeProps) {
  const { report } = outcome;
  const akida = report.action === 'check' ? null : report.model;
  const [selection, setSelection] = useState<Selection>({
    side: akida ? 'akida' : 'keras',
    name: null,
  });
  const marks = useMemo(() => marksOf(report), [report]);
  const known = useMemo(() => new Set(report.keras?.layers.map((layer) => layer.name)), [report]);
  const network = useRef<HTMLDivElement>(null);
  const openKeras = (name: string): void => {
    setSelection({ side: 'keras', name });
    network.current?.scrollIntoView({ block: 'nearest' });
  };
  const legacy = report.action === 'convert' && report.kind === 'legacy';
  const { tone, verdict } = outcomeHead(outcome, job.version);
  const problems = report.problems.length > 0 && (
    <Problems problems={report.problems} known={known} onOpen={openKeras} />
  );
  const content = (
    <>
      {outcome.kind === 'converted' && akida && (
        <Totals
          model={akida}
          h5Bytes={outcome.report.h5_bytes}
          fbzBytes={outcome.fbz.size}
          milliseconds={outcome.milliseconds}
        />
      )}
      {outcome.kind === 'inspected' && akida && (
        <Totals
          model={akida}
          h5Bytes={null}
          fbzBytes={outcome.report.file_bytes}
          milliseconds={outcome.milliseconds}
        />
      )}
      {legacy && (
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
      )}
      {report.warnings.length > 0 && (
        <Note tone="doubt" title={plural(report.warnings.length, 'warning')}>
          <Problems problems={report.warnings} known={known} onOpen={openKeras} />
        </Note>
      )}
      <div ref={network}>
        <ModelView
          akida={akida}
          keras={report.keras}
          marks={marks}
          selection={selection}
          onSelect={setSelection}
        />
      </div>
    </>
  );
  return (
    <>
      <Head name={job.file.name} tone={tone} verdict={verdict}>
        {job.fbzUrl && outcome.kind === 'converted' && (
          <a class="button primary" href={job.fbzUrl} download={job.fbzName} data-testid="download">
            Download {job.fbzName} <span class="quiet">{formatBytes(outcome.fbz.size)}</span>
          </a>
        )}
        <ReportActions fileName={job.file.name} report={report} />
      </Head>
      {outcome.kind === 'refused' && (
        <div data-testid="error" class="failure">
          {problems}
        </div>
      )}
      {outcome.kind === 'compatibility' && (
        <div data-testid="compatibility">
          <CompatibilityNotes report={outcome.report} state={state} jobs={jobs} />
          {problems}
          <Undecided report={outcome.report} />
        </div>
      )}
      {akida ? <div data-testid="summary">{content}</div> : content}
    </>
  );
}

function Busy({ job, jobs }: { job: Job; jobs: Jobs }) {
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

function Stopped({ job, jobs }: { job: Job; jobs: Jobs }) {
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

/** Everything about the selected file. */
export function Result({ job, state, jobs }: { job: Job; state: JobsState; jobs: Jobs }) {
  return (
    <main class="result" aria-busy={job.state === 'running'}>
      {job.outcome ? (
        <OutcomeView
          key={`${job.id} ${job.version}`}
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
