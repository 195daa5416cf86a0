// SPDX-License-Identifier: Apache-2.0

import type { InputDtype } from '../engine';
import { akidaGeneration, plural } from '../format';
import type { Jobs, JobsState } from '../jobs';
import type { CheckReport } from '../report';
import { Note, type Tone } from './Note';

export function compatibilityVerdict(report: CheckReport): { tone: Tone; verdict: string } {
  const generation = akidaGeneration(report.target);
  if (!report.compatible) {
    return { tone: 'bad', verdict: `Float model, not compatible with ${generation}` };
  }
  return report.partial
    ? { tone: 'doubt', verdict: `Float model, compatible with ${generation} in part` }
    : { tone: 'good', verdict: `Float model, compatible with ${generation}` };
}

interface CompatibilityProps {
  report: CheckReport;
  state: JobsState;
  jobs: Jobs;
}

export function CompatibilityNotes({ report, state, jobs }: CompatibilityProps) {
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
            ? 'Quantize it below, or with QuantizeML and drop the quantized file here.'
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

export function Undecided({ report }: { report: CheckReport }) {
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
