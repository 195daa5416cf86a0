// SPDX-License-Identifier: Apache-2.0
import { ConversionError, crashError } from './errors.js';
import type { Spawn, WorkerPort } from './protocol.js';
import type { RunReply, RunRequest } from './run-protocol.js';

interface Waiting {
  resolve: (reply: RunReply) => void;
  reject: (error: unknown) => void;
}

/** A worker with the model, asked one thing at a time. */
export class Seat {
  readonly #port: WorkerPort<RunRequest>;
  #waiting: Waiting | undefined;
  /** Why it can be asked nothing more. */
  #end: unknown;

  constructor(spawn: Spawn<RunRequest, RunReply>) {
    this.#port = spawn(
      (reply) => {
        this.#answer(reply);
      },
      (error) => {
        this.end(error instanceof DOMException ? error : crashError(error));
      },
    );
  }

  get usable(): boolean {
    return this.#end === undefined;
  }

  get busy(): boolean {
    return this.#waiting !== undefined;
  }

  ask(request: RunRequest, transfer: ArrayBuffer[] = []): Promise<RunReply> {
    return new Promise((resolve, reject) => {
      if (this.#end !== undefined) {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as it was given
        reject(this.#end);
        return;
      }
      this.#waiting = { resolve, reject };
      this.#port.busy(true);
      this.#port.post(request, transfer);
    });
  }

  /** Ends the worker; what it was asked is rejected with `why`. */
  end(why: unknown): void {
    if (this.#end !== undefined) return;
    this.#end = why;
    this.#port.terminate();
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(why);
  }

  #answer(reply: RunReply): void {
    const waiting = this.#waiting;
    if (!waiting) return;
    this.#waiting = undefined;
    this.#port.busy(false);
    if (reply.type === 'failed') waiting.reject(new ConversionError(reply.problems));
    else waiting.resolve(reply);
  }
}
