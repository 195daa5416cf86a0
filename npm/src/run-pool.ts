// SPDX-License-Identifier: Apache-2.0
import type { RawArray, RawForward, RawWanted } from './cnn2snn-run.mjs';
import { argumentError, ConversionError, crashError } from './errors.js';
import { bytesOf, requireBytes, type CallOptions, type ModelBytes } from './jobs.js';
import type { Spawn } from './protocol.js';
import { infoOf, runnerOn, type RunEngine } from './run-api.js';
import { Assembly, partOf } from './run-assembly.js';
import { DISPOSED, runCancelled } from './run-engine.js';
import type { RunReply, RunRequest } from './run-protocol.js';
import { Seat } from './run-seat.js';
import type { Runner, RunnerInfo, WorkerLoadOptions } from './run-types.js';
import type { WasmModuleOptions } from './wasm-options.js';
import type { WorkerLike } from './worker-options.js';

/** Milliseconds that a part of a call should take: between two parts it can be cancelled. */
const PART = 40;
const MOST_DEFAULT_THREADS = 8;

/** What differs between a page and Node. */
export interface WorkerHost {
  compiled: (options?: WasmModuleOptions) => Promise<WebAssembly.Module>;
  spawn: (createWorker?: () => WorkerLike) => Spawn<RunRequest, RunReply>;
  processors: () => number;
}

/** One `forward` on its way. */
interface Call {
  input: RawArray;
  wanted: RawWanted;
  onProgress: CallOptions['onProgress'];
  samples: number;
  next: number;
  done: number;
  assembly: Assembly;
  /** The caller has its answer: nothing more is begun. */
  over: boolean;
  /** The first sample of the part that failed earliest in the input, and why. */
  failure: { first: number; error: unknown } | undefined;
}

/** What a callback may have changed meanwhile. */
const isOver = (call: Call): boolean => call.over;

/** The model in several workers. Calls are done one after the other. */
class RunPool implements RunEngine {
  readonly #load: () => Promise<Seat>;
  readonly #info: RunnerInfo;
  readonly #threads: number;
  #seats: Seat[];
  #queue: Promise<void> = Promise.resolve();
  #gone: Error | undefined;
  #running: { call: Call; finish: (error: unknown) => void } | undefined;

  constructor(first: Seat, load: () => Promise<Seat>, info: RunnerInfo, threads: number) {
    this.#seats = [first];
    this.#load = load;
    this.#info = info;
    this.#threads = info.hasState ? 1 : threads;
  }

  forward(input: RawArray, wanted: RawWanted, controls: CallOptions): Promise<RawForward> {
    const { signal, onProgress } = controls;
    return new Promise((resolve, reject) => {
      const samples = this.#samplesOf(input);
      const call: Call = {
        input,
        wanted,
        onProgress,
        samples,
        next: 0,
        done: 0,
        assembly: new Assembly(samples),
        over: false,
        failure: undefined,
      };
      const finish = (error: unknown): void => {
        if (call.over) return;
        call.over = true;
        signal?.removeEventListener('abort', onAbort);
        // Where nothing is remembered, workers on parts that nobody wants any more are given up.
        if (this.#running?.call === call && !this.#info.hasState) this.#giveUp(error);
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as it was thrown
        reject(error);
      };
      const onAbort = (): void => {
        finish(runCancelled(signal?.reason));
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      if (signal?.aborted) onAbort();
      this.#enqueue(async () => {
        if (call.over) return;
        if (this.#gone !== undefined) {
          finish(this.#gone);
          return;
        }
        this.#running = { call, finish };
        await this.#run(call, finish).catch(finish);
        this.#running = undefined;
        if (isOver(call)) return;
        call.over = true;
        signal?.removeEventListener('abort', onAbort);
        resolve(call.assembly.result());
      });
    });
  }

  reset(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#enqueue(async () => {
        try {
          if (this.#gone !== undefined) throw this.#gone;
          if (this.#info.hasState) await this.#seats[0]?.ask({ type: 'reset' });
          resolve();
        } catch (error) {
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as it was thrown
          reject(error);
        }
      });
    });
  }

  dispose(): void {
    this.#gone ??= argumentError(DISPOSED);
    for (const seat of this.#seats) seat.end(this.#gone);
    this.#seats = [];
    this.#running?.finish(this.#gone);
  }

  #enqueue(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work);
  }

  /** Samples that can be run one by one; input of the wrong shape goes to the core as a whole. */
  #samplesOf({ shape }: RawArray): number {
    const [samples = 0, ...one] = shape;
    return String(one) === String(this.#info.inputShape) && samples > 0 ? samples : 1;
  }

  #giveUp(why: unknown): void {
    for (const seat of this.#seats) if (seat.busy) seat.end(why);
    this.#seats = this.#seats.filter((seat) => seat.usable);
  }

  async #run(call: Call, finish: (error: unknown) => void): Promise<void> {
    const lanes = Math.min(this.#threads, call.samples);
    const inParts = this.#info.hasState && call.samples > 1;
    if (inParts) await this.#seats[0]?.ask({ type: 'mark' });
    await Promise.all(
      Array.from({ length: lanes }, async (_, lane) => {
        const seat = await this.#seat(lane);
        await this.#work(call, seat, lanes, finish);
      }),
    ).catch((error: unknown) => {
      call.failure ??= { first: 0, error };
    });
    if (call.failure) finish(call.failure.error);
    if (call.over && inParts && this.#gone === undefined) {
      await this.#seats[0]?.ask({ type: 'rewind' });
    }
  }

  async #seat(lane: number): Promise<Seat> {
    const known = this.#seats[lane];
    if (known?.usable) return known;
    const seat = await this.#load();
    if (this.#gone !== undefined) seat.end(this.#gone);
    else this.#seats[lane] = seat;
    return seat;
  }

  /** One worker's share: part after part, until none is left or one has failed. */
  async #work(
    call: Call,
    seat: Seat,
    lanes: number,
    finish: (error: unknown) => void,
  ): Promise<void> {
    let size = 1;
    while (call.next < call.samples && !call.over && !call.failure) {
      const first = call.next;
      const count = Math.min(size, Math.ceil((call.samples - first) / lanes));
      call.next += count;
      const start = performance.now();
      try {
        await this.#part(call, seat, first, count);
      } catch (error) {
        this.#note(call, seat, first, error);
        return;
      }
      call.done += count;
      this.#progress(call, finish);
      size = Math.max(1, Math.floor((count * PART) / (performance.now() - start + 0.1)));
    }
  }

  async #part(call: Call, seat: Seat, first: number, count: number): Promise<void> {
    const whole = count === call.samples || call.samples === 1;
    const input = whole
      ? { ...call.input, data: call.input.data.slice() }
      : partOf(call.input, first, count);
    const { wanted } = call;
    const transfer = [input.data.buffer as ArrayBuffer];
    const reply = await seat.ask({ type: 'forward', input, wanted }, transfer);
    if (reply.type !== 'forward') throw crashError(new Error('an answer to another question'));
    const { problems } = JSON.parse(reply.result.report) as Pick<ConversionError, 'problems'>;
    if (problems.length > 0) throw new ConversionError(problems);
    call.assembly.put(first, count, reply.result);
  }

  /** The failure that a call in one part would have met first counts. */
  #note(call: Call, seat: Seat, first: number, error: unknown): void {
    if (!call.failure || first < call.failure.first) call.failure = { first, error };
    if (seat.usable || !this.#info.hasState) return;
    this.#gone ??= argumentError('the model crashed and lost its state: load it again');
  }

  #progress(call: Call, finish: (error: unknown) => void): void {
    if (call.over) return;
    try {
      const go = call.onProgress?.(call.done / call.samples, 'inference');
      if (go === false) finish(runCancelled());
    } catch (error) {
      finish(error);
    }
  }
}

/** `loadModel` in workers. */
export function loadInWorkers(host: WorkerHost) {
  return async (fbz: ModelBytes, options: WorkerLoadOptions = {}): Promise<Runner> => {
    requireBytes(fbz);
    const { signal, scalar = false, threads, createWorker, ...wasm } = options;
    if (threads !== undefined && !(Number.isInteger(threads) && threads > 0)) {
      throw argumentError(`threads=${String(threads)} must be a whole number, 1 or more`);
    }
    const wasmModule = await host.compiled(wasm);
    const bytes = (await bytesOf(fbz)).slice();
    const spawn = host.spawn(createWorker);
    const load = async (): Promise<{ seat: Seat; info: string }> => {
      if (signal?.aborted) throw runCancelled(signal.reason);
      const seat = new Seat(spawn);
      const onAbort = (): void => {
        seat.end(runCancelled(signal?.reason));
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        const reply = await seat.ask({ type: 'load', wasmModule, fbz: bytes, scalar });
        return { seat, info: reply.type === 'loaded' ? reply.info : '' };
      } catch (error) {
        seat.end(error);
        throw error;
      } finally {
        signal?.removeEventListener('abort', onAbort);
      }
    };
    const { seat, info } = await load();
    const more = async (): Promise<Seat> => (await load()).seat;
    const lanes = threads ?? Math.min(MOST_DEFAULT_THREADS, Math.max(1, host.processors() || 1));
    const known = infoOf(info);
    return runnerOn(new RunPool(seat, more, known, lanes), known);
  };
}
