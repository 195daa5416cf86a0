// SPDX-License-Identifier: Apache-2.0
import { cancelledError, ConversionError, crashError, timeoutError } from './errors.js';
import type { CallOptions, Engine, Job, JobResult, ModelBytes, RawSamples } from './jobs.js';
import type { Reply, Request, Spawn, WorkerPort } from './protocol.js';
import type { WasmModuleOptions, WasmOptions } from './wasm-options.js';
import type { ConverterOptions } from './worker-options.js';

/** setTimeout's own ceiling: more would fire at once. */
const LONGEST = 2 ** 31 - 1;

interface Task {
  job: Job;
  controls: CallOptions;
  resolve: (result: JobResult) => void;
  reject: (error: unknown) => void;
  onAbort: () => void;
}

/** Options in a form that can be posted: an address is not. */
function postable({ wasmBinary, wasmUrl, wasmModule }: WasmModuleOptions): WasmModuleOptions {
  return {
    ...(wasmBinary && { wasmBinary }),
    ...(wasmUrl && { wasmUrl: String(wasmUrl) }),
    ...(wasmModule && { wasmModule }),
  };
}

/** The bytes to post and what to transfer: a copy, unless the caller gives its own away. */
function posted(bytes: ModelBytes, give: boolean): [ModelBytes, ArrayBuffer[]] {
  if ('arrayBuffer' in bytes) return [bytes, []];
  const own = ownBytes(ArrayBuffer.isView(bytes) ? bytes : new Uint8Array(bytes), give);
  return [own, [own.buffer]];
}

function postedSamples(samples: RawSamples, give: boolean): [RawSamples, ArrayBuffer[]] {
  const own = ownBytes('npz' in samples ? samples.npz : samples.bytes, give);
  return ['npz' in samples ? { npz: own } : { ...samples, bytes: own }, [own.buffer]];
}

function ownBytes(bytes: Uint8Array, give: boolean): Uint8Array<ArrayBuffer> {
  const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { buffer } = view;
  // Part of a larger buffer (Node's small Buffers share one) must not take its neighbours along.
  const whole = view.byteLength === buffer.byteLength && !('grow' in buffer);
  return (give && whole ? view : view.slice()) as Uint8Array<ArrayBuffer>;
}

function jobRequest(job: Job, give: boolean): [Request, ArrayBuffer[]] {
  if (!('bytes' in job)) return [{ type: 'job', job }, []];
  const [bytes, transfer] = posted(job.bytes, give);
  if (!('samples' in job)) {
    return [{ type: 'job', job: { ...job, bytes } }, transfer];
  }
  const [samples, buffers] = postedSamples(job.samples, give);
  return [
    { type: 'job', job: { ...job, bytes, samples } },
    [...new Set([...transfer, ...buffers])],
  ];
}

/**
 * Runs jobs in a worker, one after the other. Cancelling the running job ends the worker at once;
 * the jobs that wait go on in a fresh one.
 */
export class WorkerEngine implements Engine {
  readonly #spawn: Spawn<Request, Reply>;
  readonly #options: ConverterOptions;
  readonly #waiting: Task[] = [];
  #wasm: WasmOptions;
  #running: Task | undefined;
  #worker: WorkerPort<Request> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(spawn: Spawn<Request, Reply>, options: ConverterOptions) {
    this.#spawn = spawn;
    this.#options = options;
    const { quantize } = options;
    this.#wasm = { ...postable(options), ...(quantize && { quantize: postable(quantize) }) };
  }

  run(job: Job, controls: CallOptions): Promise<JobResult> {
    return new Promise((resolve, reject) => {
      const { signal } = controls;
      if (signal?.aborted) {
        reject(cancelledError(signal.reason));
        return;
      }
      const task: Task = {
        job,
        controls,
        resolve,
        reject,
        onAbort: () => {
          this.#cancel(task, cancelledError(signal?.reason));
        },
      };
      signal?.addEventListener('abort', task.onAbort, { once: true });
      this.#waiting.push(task);
      this.#next();
    });
  }

  /** Ends the worker and rejects every call not done; a later call starts a fresh worker. */
  terminate(): void {
    const tasks = [...(this.#running ? [this.#running] : []), ...this.#waiting.splice(0)];
    this.#drop();
    for (const task of tasks) {
      this.#forget(task);
      task.reject(cancelledError());
    }
  }

  #next(): void {
    if (this.#running) return;
    const task = this.#waiting.shift();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!task) {
      this.#rest();
      return;
    }
    this.#running = task;
    try {
      this.#start(task);
    } catch (error) {
      this.#die(error);
    }
  }

  #start({ job, controls }: Task): void {
    this.#worker ??= this.#startWorker();
    this.#worker.busy(true);
    this.#worker.post(...jobRequest(job, controls.transfer === true));
    const { timeout } = this.#options;
    if (timeout !== undefined && timeout <= LONGEST) {
      this.#timer = setTimeout(() => {
        if (this.#running) this.#cancel(this.#running, timeoutError(timeout));
      }, timeout);
    }
  }

  #startWorker(): WorkerPort<Request> {
    const worker = this.#spawn(
      (reply) => {
        if (this.#worker === worker) this.#receive(reply);
      },
      (error) => {
        if (this.#worker === worker) this.#die(error);
      },
    );
    worker.post({ type: 'start', wasm: this.#wasm }, []);
    return worker;
  }

  #receive(reply: Reply): void {
    const task = this.#running;
    switch (reply.type) {
      case 'compiled':
        this.#remember(reply);
        break;
      case 'progress':
        if (task) this.#progress(task, reply);
        break;
      case 'done':
        this.#finish();
        task?.resolve(reply.result);
        break;
      case 'failed':
        this.#finish();
        task?.reject(new ConversionError(reply.problems));
        break;
    }
  }

  #remember({ name, wasmModule }: Reply & { type: 'compiled' }): void {
    const { quantize } = this.#wasm;
    this.#wasm =
      name === 'convert'
        ? { wasmModule, ...(quantize && { quantize }) }
        : { ...this.#wasm, quantize: { wasmModule } };
  }

  #progress(task: Task, { fraction, step }: Reply & { type: 'progress' }): void {
    try {
      if (task.controls.onProgress?.(fraction, step) === false) {
        this.#cancel(task, cancelledError());
      }
    } catch (error) {
      this.#cancel(task, error);
    }
  }

  /** The running task has its answer. */
  #finish(): void {
    if (this.#running) this.#forget(this.#running);
    this.#running = undefined;
    this.#next();
  }

  #cancel(task: Task, error: unknown): void {
    const place = this.#waiting.indexOf(task);
    if (place >= 0) this.#waiting.splice(place, 1);
    else if (this.#running !== task) return;
    if (this.#running === task) this.#drop();
    this.#forget(task);
    task.reject(error);
    this.#next();
  }

  #die(error: unknown): void {
    const task = this.#running;
    this.#drop();
    if (task) {
      this.#forget(task);
      task.reject(error instanceof DOMException ? error : crashError(error));
    }
    this.#next();
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#running = undefined;
  }

  #forget(task: Task): void {
    task.controls.signal?.removeEventListener('abort', task.onAbort);
  }

  /** Nothing to do: let a Node process end, and the worker after a while. */
  #rest(): void {
    this.#worker?.busy(false);
    const { idleTimeout = 10_000 } = this.#options;
    if (!this.#worker || idleTimeout > LONGEST) return;
    this.#timer = setTimeout(() => {
      this.#drop();
    }, idleTimeout);
    (this.#timer as { unref?: () => void }).unref?.();
  }
}
