// SPDX-License-Identifier: Apache-2.0

import type { Jobs, JobsState } from '../jobs';
import { akidaGeneration } from '../format';
import type { AkidaVersion, Device } from '../report';

export const FILE_INPUT_ID = 'model-files';

interface Props {
  jobs: Jobs;
  state: JobsState;
}

function DeviceChooser({ jobs, state }: Props) {
  const group = (ip: Device['ip_version']) => (
    <optgroup key={ip} label={ip === 'pico' ? 'Akida Pico' : akidaGeneration(ip)}>
      {state.devices
        .filter((device) => device.ip_version === ip)
        .map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
    </optgroup>
  );
  return (
    <label class="version">
      <span>Runs on</span>
      <select
        data-testid="device"
        value={state.device}
        disabled={state.devices.length === 0}
        onChange={(event) => {
          jobs.setDevice(event.currentTarget.value);
        }}
      >
        <option value="">any device</option>
        {(['v1', 'v2', 'pico'] as const).map(group)}
      </select>
    </label>
  );
}

/** Name, target generation, device and file chooser: the same on the empty and the filled page. */
export function TopBar({ jobs, state }: Props) {
  return (
    <header class="top-bar">
      <a class="wordmark" href="./" aria-label="cnn2snn, start page">
        <svg viewBox="0 0 28 20" aria-hidden="true">
          <path d="M1 14h6l3-11 4 15 2.5-8 1.5 4h9" />
        </svg>
        cnn2snn
      </a>
      <div class="controls">
        <label class="version">
          <span>Convert for</span>
          <select
            data-testid="version"
            value={state.version}
            onChange={(event) => {
              jobs.setVersion(event.currentTarget.value as AkidaVersion);
            }}
          >
            <option value="v2">Akida 2.0</option>
            <option value="v1">Akida 1.0</option>
          </select>
        </label>
        <DeviceChooser jobs={jobs} state={state} />
        <label class="check">
          <input
            type="checkbox"
            data-testid="auto-download"
            checked={state.autoDownload}
            onChange={(event) => {
              jobs.setAutoDownload(event.currentTarget.checked);
            }}
          />
          Download when done
        </label>
        <span class="file-chooser">
          <input
            id={FILE_INPUT_ID}
            class="visually-hidden"
            type="file"
            multiple
            data-testid="file"
            onChange={(event) => {
              const input = event.currentTarget;
              jobs.add(Array.from(input.files ?? []));
              input.value = ''; // The same file may be chosen again after it changed on disk.
            }}
          />
          <label class="button" for={FILE_INPUT_ID}>
            {state.jobs.length === 0 ? 'Choose files' : 'Add files'}
          </label>
        </span>
      </div>
    </header>
  );
}
