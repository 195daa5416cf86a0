// SPDX-License-Identifier: Apache-2.0

import type { Engine, InputDtype, Outcome } from './engine';
import { stem } from './format';
import type { ExampleFiles } from './examples';
import { isSample } from './intake';
import type { Quantized } from './quantize/quantize';
import type { AkidaVersion, Device } from './report';

export type JobState = 'waiting' | 'running' | 'done' | 'cancelled' | 'crashed';

/** A file and what is known of it. Jobs are never changed in place: a changed job is a new object. */
export interface Job {
  readonly id: number;
  readonly file: File;
  readonly state: JobState;
  /** The generation asked for when it ran, or will run. */
  readonly version: AkidaVersion;
  /** The device asked for; empty: any. */
  readonly device: string;
  readonly fraction: number;
  readonly step: string;
  readonly outcome: Outcome | null;
  /** `blob:` address of the converted file. */
  readonly fbzUrl: string | null;
  readonly fbzName: string;
  /** Why the engine itself failed (state `crashed`). */
  readonly crash: string;
  /** Pictures or arrays to try it on; empty: none yet. */
  readonly samples: readonly File[];
  /** What a float model is to be quantized with; empty: random samples. */
  readonly calibration: readonly File[];
  /** What it was quantized to, the last one last. */
  readonly quantized: readonly Quantized[];
}

export interface InputScaling {
  scale: number;
  shift: number;
}

export interface JobsState {
  readonly jobs: readonly Job[];
  readonly selected: number | null;
  readonly version: AkidaVersion;
  /** The devices the core knows: none before it is loaded. */
  readonly devices: readonly Device[];
  /** Name of the device to run on; empty: any. */
  readonly device: string;
  readonly autoDownload: boolean;
  /** For legacy models. */
  readonly inputScaling: InputScaling | null;
  /** For float models. */
  readonly inputDtype: InputDtype;
}

/** Starts the browser's own download of a `blob:` address. */
export function download(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

/** The list of dropped files: runs one at a time, in order, and tells its listeners of each change. */
export class Jobs {
  #state: JobsState;
  #nextId = 1;
  #running: { id: number; abort: AbortController } | null = null;
  readonly #listeners = new Set<() => void>();
  readonly #engine: Engine;

  constructor(engine: Engine, version: AkidaVersion, autoDownload: boolean) {
    this.#engine = engine;
    this.#state = {
      jobs: [],
      selected: null,
      version,
      devices: [],
      device: '',
      autoDownload,
      inputScaling: null,
      inputDtype: 'uint8',
    };
  }

  get state(): JobsState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Models become jobs; samples go to the model that is shown, if there is one. */
  add(files: readonly File[]): void {
    const { selected } = this.#state;
    const samples = selected === null ? [] : files.filter(isSample);
    if (samples.length > 0 && selected !== null) this.#give(selected, samples);
    this.#addModels(files.filter((file) => !samples.includes(file)));
  }

  setSamples(id: number, samples: readonly File[]): void {
    this.#change(id, { samples });
  }

  setCalibration(id: number, calibration: readonly File[]): void {
    this.#change(id, { calibration });
  }

  addQuantized(id: number, result: Quantized): void {
    const job = this.#job(id);
    if (job) this.#change(id, { quantized: [...job.quantized, result] });
  }

  addExample({ model, calibration, samples }: ExampleFiles): void {
    const id = this.#nextId;
    this.#addModels([model]);
    this.#change(id, { calibration, samples });
  }

  /** A float model is quantized with what is dropped first, and tried on what is dropped then. */
  #give(id: number, samples: readonly File[]): void {
    const job = this.#job(id);
    const isFloat = job?.outcome?.kind === 'compatibility' && job.quantized.length === 0;
    if (isFloat) this.setCalibration(id, samples);
    else this.setSamples(id, samples);
  }

  #addModels(files: readonly File[]): void {
    const added = files.map((file): Job => this.#fresh(this.#nextId++, file));
    const first = added[0];
    if (!first) return;
    this.#set({ jobs: [...this.#state.jobs, ...added], selected: first.id });
    this.#next();
  }

  select(id: number): void {
    this.#set({ selected: id });
  }

  /** A new target generation: everything is converted again, for any device of it. */
  setVersion(version: AkidaVersion): void {
    if (version === this.#state.version) return;
    const { device } = this.#state;
    this.#startOver({ version, device: this.#generationOf(device) === version ? device : '' });
  }

  setDevices(devices: readonly Device[]): void {
    this.#set({ devices });
  }

  /** A device (empty: any) decides the generation too. Names that no device has are ignored. */
  setDevice(device: string): void {
    const version = device === '' ? this.#state.version : this.#generationOf(device);
    if (version && device !== this.#state.device) this.#startOver({ device, version });
  }

  setInputScaling(inputScaling: InputScaling | null): void {
    this.#startOver({ inputScaling });
  }

  setInputDtype(inputDtype: InputDtype): void {
    this.#startOver({ inputDtype });
  }

  setAutoDownload(autoDownload: boolean): void {
    this.#set({ autoDownload });
  }

  cancel(id: number): void {
    const job = this.#job(id);
    if (job?.state !== 'waiting' && job?.state !== 'running') return;
    this.#change(id, { state: 'cancelled' });
    if (this.#running?.id === id) this.#running.abort.abort();
  }

  runAgain(id: number): void {
    const job = this.#job(id);
    if (!job || job.state === 'waiting' || job.state === 'running') return;
    this.#release(job);
    this.#change(id, this.#fresh(id, job.file, job));
    this.#next();
  }

  remove(id: number): void {
    const job = this.#job(id);
    if (!job) return;
    this.cancel(id);
    this.#release(job);
    const at = this.#state.jobs.indexOf(job);
    const jobs = this.#state.jobs.filter((other) => other.id !== id);
    const neighbour = jobs[Math.min(Math.max(at, 0), jobs.length - 1)];
    const selected = this.#state.selected === id ? (neighbour?.id ?? null) : this.#state.selected;
    this.#set({ jobs, selected });
  }

  /** Models for Akida Pico are converted with those for Akida 2.0. */
  #generationOf(name: string): AkidaVersion | null {
    const device = this.#state.devices.find((known) => known.name === name);
    if (!device) return null;
    return device.ip_version === 'v1' ? 'v1' : 'v2';
  }

  #fresh(id: number, file: File, before?: Job): Job {
    return {
      id,
      file,
      state: 'waiting',
      version: this.#state.version,
      device: this.#state.device,
      fraction: 0,
      step: '',
      outcome: null,
      fbzUrl: null,
      fbzName: `${stem(file.name)}.fbz`,
      crash: '',
      samples: before?.samples ?? [],
      calibration: before?.calibration ?? [],
      quantized: before?.quantized ?? [],
    };
  }

  #startOver(change: Partial<JobsState>): void {
    this.#state = { ...this.#state, ...change };
    for (const job of this.#state.jobs) this.#release(job);
    this.#set({
      jobs: this.#state.jobs.map((job) => this.#fresh(job.id, job.file, job)),
    });
    if (this.#running) this.#running.abort.abort();
    else this.#next();
  }

  #release(job: Job): void {
    if (job.fbzUrl) URL.revokeObjectURL(job.fbzUrl);
  }

  #job(id: number): Job | undefined {
    return this.#state.jobs.find((job) => job.id === id);
  }

  #set(change: Partial<JobsState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  #change(id: number, change: Partial<Job>): void {
    this.#set({
      jobs: this.#state.jobs.map((job) => (job.id === id ? { ...job, ...change } : job)),
    });
  }

  #next(): void {
    if (this.#running) return;
    const job = this.#state.jobs.find((candidate) => candidate.state === 'waiting');
    if (!job) return;
    const abort = new AbortController();
    this.#running = { id: job.id, abort };
    this.#change(job.id, { state: 'running' });
    void this.#run(job, abort).finally(() => {
      this.#running = null;
      this.#next();
    });
  }

  async #run(job: Job, abort: AbortController): Promise<void> {
    const { signal } = abort;
    const { inputDtype, inputScaling } = this.#state;
    // Once aborted, the job was cancelled, removed or made anew: nothing of this run may reach it.
    const update = (change: Partial<Job>): void => {
      if (!signal.aborted) this.#change(job.id, change);
    };
    try {
      const outcome = await this.#engine.run(job.file, {
        akidaVersion: job.version,
        device: job.device,
        inputDtype,
        inputScaling: inputScaling && [inputScaling.scale, inputScaling.shift],
        onProgress: (fraction, step) => {
          update({ fraction, step });
        },
        signal,
      });
      if (signal.aborted) return;
      const fbzUrl = outcome.kind === 'converted' ? URL.createObjectURL(outcome.fbz) : null;
      update({ state: 'done', fraction: 1, outcome, fbzUrl });
      if (fbzUrl && this.#state.autoDownload) download(fbzUrl, job.fbzName);
    } catch (error) {
      update({ state: 'crashed', crash: error instanceof Error ? error.message : String(error) });
    }
  }
}
