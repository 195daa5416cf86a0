// SPDX-License-Identifier: Apache-2.0
/**
 * The standard output and error, written to at once. `process.stdout` and `process.stderr` load
 * Node's network and terminal code first, which takes as long as a tenth of a small conversion.
 */
import { fstatSync, writeSync } from 'node:fs';
import { ExitCode } from './exit-codes.js';

const OUT = 1;
const ERR = 2;
const RETRY = 5; // milliseconds

function writeAll(descriptor: number, data: string | Uint8Array): void {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(descriptor, bytes, done);
    } catch (error) {
      // A pipe that somebody else made non-blocking is full.
      if ((error as { code?: unknown }).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY);
    }
  }
}

let broken = false;

function outputIsBroken(): void {
  if (broken) return;
  broken = true;
  writeError('Error: the standard output cannot be written.\n');
  process.exitCode = Number(process.exitCode ?? 0) || ExitCode.fileError;
}

let watched = false;

/** Writes to the standard output. What fails is told once and becomes the exit code. */
export function writeOutput(data: string | Uint8Array): void {
  // Consoles of Windows take text, and its pipes are not written to like files.
  if (process.platform === 'win32') {
    if (!watched) process.stdout.on('error', outputIsBroken);
    watched = true;
    process.stdout.write(data);
    return;
  }
  if (broken) return;
  try {
    writeAll(OUT, data);
  } catch {
    outputIsBroken();
  }
}

/** Writes to the standard error; nobody is left to be told when that fails. */
export function writeError(data: string): void {
  if (process.platform === 'win32') {
    process.stderr.write(data);
    return;
  }
  try {
    writeAll(ERR, data);
  } catch {
    // What it says is lost, what the command does is not.
  }
}

/** Whether the standard error may be a terminal: cheap, and right when it says no. */
export function mayBeTerminal(): boolean {
  try {
    return process.platform === 'win32' || fstatSync(ERR).isCharacterDevice();
  } catch {
    return false;
  }
}
