// SPDX-License-Identifier: Apache-2.0

import { useState } from 'preact/hooks';
import type { Outcome } from '../../engine';
import { plural } from '../../format';
import type { Job, Jobs, JobsState } from '../../jobs';
import type { Quantized } from '../../quantize/quantize';
import type { Activity } from '../../run/activity';
import { CompatibilityNotes, Undecided } from '../Compatibility';
import { DeviceNote } from '../DeviceNote';
import { ModelView } from '../ModelView';
import { Note } from '../Note';
import { Problems } from '../Problems';
import { QuantizeSection } from '../QuantizeSection';
import type { Tried } from '../try/TryPanel';
import { TrySection } from '../TrySection';
import { LegacyNote } from './LegacyNote';
import { OutcomeHead } from './OutcomeHead';
import { OutcomeTotals } from './OutcomeTotals';
import { useFindings } from './use-findings';
import { useLayers } from './use-layers';

interface Props {
  job: Job;
  outcome: Outcome;
  state: JobsState;
  jobs: Jobs;
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

/** What became of a file, and what can be done with it now. */
export function OutcomeView({ job, outcome, state, jobs }: Props) {
  const { report, device } = outcome;
  const [chosen, setChosen] = useState<Quantized | null>(job.quantized.at(-1) ?? null);
  const [tried, setTried] = useState<ReadonlyMap<Quantized, Tried>>(new Map());
  const [activity, setActivity] = useState<Activity | null>(null);
  const akida = report.action === 'check' ? (chosen?.report.model ?? null) : report.model;
  const layers = useLayers(outcome, akida);
  const { side } = layers.selection;
  const findings = useFindings(side, chosen, activity);
  const fbz = fbzOf(outcome, job, chosen);
  const choose = (result: Quantized): void => {
    setActivity(null);
    setChosen(result);
    layers.select({ side: result.report.model ? 'akida' : 'keras', name: null });
  };
  const problemsOf = (problems: typeof report.problems) =>
    problems.length > 0 && (
      <Problems problems={problems} known={layers.known} onOpen={layers.openKeras} />
    );
  const content = (
    <>
      <OutcomeTotals outcome={outcome} />
      {report.action === 'convert' && report.kind === 'legacy' && (
        <LegacyNote state={state} jobs={jobs} />
      )}
      {report.warnings.length > 0 && (
        <Note tone="doubt" title={plural(report.warnings.length, 'warning')}>
          {problemsOf(report.warnings)}
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
          float={chosen && { file: job.file, quantized: chosen }}
          onActivity={setActivity}
          onTried={(result) => {
            if (chosen) setTried(new Map(tried).set(chosen, result));
          }}
        />
      )}
      <div ref={layers.frame}>
        <ModelView
          akida={akida}
          keras={report.source}
          marks={layers.marks}
          selection={layers.selection}
          onSelect={layers.select}
          {...findings}
        />
      </div>
    </>
  );
  return (
    <>
      <OutcomeHead job={job} outcome={outcome} />
      {device && (
        <DeviceNote
          verdict={device}
          stopped={report.problems.length > 0}
          onOpen={layers.openAkida}
        />
      )}
      {outcome.kind === 'refused' && (
        <div data-testid="error" class="failure">
          {problemsOf(report.problems)}
        </div>
      )}
      {outcome.kind === 'compatibility' && (
        <div data-testid="compatibility">
          <CompatibilityNotes report={outcome.report} state={state} jobs={jobs} />
          {problemsOf(report.problems)}
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
