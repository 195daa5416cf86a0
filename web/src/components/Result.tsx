// SPDX-License-Identifier: Apache-2.0

import { useMemo, useRef, useState } from 'preact/hooks';
import type { Outcome } from '../engine';
import { akidaGeneration, formatBytes, plural } from '../format';
import type { Marks, Measures } from '../graph/network';
import type { Job, Jobs, JobsState } from '../jobs';
import type { DeviceVerdict, Report } from '../report';
import { compatibilityVerdict, CompatibilityNotes, Undecided } from './Compatibility';
import { DeviceNote } from './DeviceNote';
import { InputScalingForm } from './InputScalingForm';
import { ModelView, type Selection } from './ModelView';
import { Head, Note, type Tone } from './Note';
import { Busy, Stopped } from './Pending';
import { Problems } from './Problems';
import { ReportActions } from './ReportActions';
import type { Quantized } from '../quantize/quantize';
import { QuantizeSection } from './QuantizeSection';
import { Totals } from './Totals';
import type { Tried } from './try/TryPanel';
import { TrySection } from './TrySection';

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

interface OutcomeProps {
  job: Job;
  outcome: Outcome;
  state: JobsState;
  jobs: Jobs;
}

function marksOf(report: Report, device: DeviceVerdict | null): Marks {
  return {
    problems: report.problems,
    warnings: report.warnings,
    limits: device?.limits ?? [],
    hostLayers: report.action === 'check' ? report.host_layers : [],
  };
}

/** The Akida model that can be tried; null: there is none. */
function fbzOf(outcome: Outcome, job: Job, chosen: Quantized | null): Blob | null {
  switch (outcome.kind) {
    case 'converted':
      return outcome.fbz;
    case 'inspected':
      return job.file;
    case 'compatibility':
      return chosen?.fbz ?? null;
    case 'refused':
      return null;
  }
}

function OutcomeView({ job, outcome, state, jobs }: OutcomeProps) {
  const { report, device } = outcome;
  const [chosen, setChosen] = useState<Quantized | null>(job.quantized.at(-1) ?? null);
  const [tried, setTried] = useState<ReadonlyMap<Quantized, Tried>>(new Map());
  const akida = report.action === 'check' ? (chosen?.report.model ?? null) : report.model;
  const [selection, setSelection] = useState<Selection>({
    side: akida ? 'akida' : 'keras',
    name: null,
  });
  const marks = useMemo(() => marksOf(report, device), [report, device]);
  const known = useMemo(() => new Set(report.source?.layers.map((layer) => layer.name)), [report]);
  const network = useRef<HTMLDivElement>(null);
  const [measures, setMeasures] = useState<Measures | null>(null);
  const fbz = fbzOf(outcome, job, chosen);
  const open = (next: Selection): void => {
    setSelection(next);
    network.current?.scrollIntoView({ block: 'nearest' });
  };
  const choose = (result: Quantized): void => {
    setMeasures(null);
    setChosen(result);
    setSelection({ side: result.report.model ? 'akida' : 'keras', name: null });
  };
  const openKeras = (name: string): void => {
    open({ side: 'keras', name });
  };
  /** An Akida layer, or the Keras layer it would be made of. */
  const openAkida = (name: string): void => {
    const keras = report.source?.layers.find((layer) => layer.akida_layer === name);
    if (akida) open({ side: 'akida', name });
    else if (keras) openKeras(keras.name);
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
          source={`.${outcome.report.file ?? 'h5'}`}
          h5Bytes={outcome.report.source_bytes}
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
      {fbz && akida && (
        <TrySection
          key={chosen ? job.quantized.indexOf(chosen) : 0}
          fbz={fbz}
          model={akida}
          files={job.samples}
          onFiles={(files) => {
            jobs.setSamples(job.id, files);
          }}
          onMeasures={setMeasures}
          onTried={(result) => {
            if (chosen) setTried(new Map(tried).set(chosen, result));
          }}
        />
      )}
      <div ref={network}>
        <ModelView
          akida={akida}
          keras={report.source}
          marks={marks}
          selection={selection}
          onSelect={setSelection}
          measures={selection.side === 'akida' ? measures : null}
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
        <ReportActions fileName={job.file.name} report={report} device={device} />
      </Head>
      {device && (
        <DeviceNote verdict={device} stopped={report.problems.length > 0} onOpen={openAkida} />
      )}
      {outcome.kind === 'refused' && (
        <div data-testid="error" class="failure">
          {problems}
        </div>
      )}
      {outcome.kind === 'compatibility' && (
        <div data-testid="compatibility">
          <CompatibilityNotes report={outcome.report} state={state} jobs={jobs} />
          {problems}
          <QuantizeSection
            file={job.file}
            version={job.version}
            inputShape={report.source?.layers[0]?.output_shape ?? null}
            samples={job.calibration}
            onSamples={(files) => {
              jobs.setCalibration(job.id, files);
            }}
            results={job.quantized}
            tried={tried}
            chosen={chosen}
            onResult={(result) => {
              jobs.addQuantized(job.id, result);
              choose(result);
            }}
            onChoose={choose}
          />
          <Undecided report={outcome.report} />
        </div>
      )}
      {akida ? <div data-testid="summary">{content}</div> : content}
    </>
  );
}

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
