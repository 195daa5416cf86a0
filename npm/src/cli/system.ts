// SPDX-License-Identifier: Apache-2.0
/** What the command line asks of the machine (core/cli/system.h), done by Node. Nothing throws. */
import {
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
  type BigIntStats,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Strings say what went wrong, in the C library's words; '' is success. */
export interface System {
  read(path: string): Uint8Array | string;
  write(path: string, bytes: Uint8Array): string;
  /** 0: nothing there, 1: a file, 2: a folder, 3: a pipe, a terminal, … */
  kind(path: string): number;
  /** Tells the existing file that this leads to from all others; '': nothing is there. */
  identity(path: string): string;
  environment(name: string): string | undefined;
  errorIsTerminal(): boolean;
  /** Whether the bytes could be written. */
  out(bytes: Uint8Array): boolean;
  err(bytes: Uint8Array): void;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'Permission denied',
  EBUSY: 'Device or resource busy',
  EDQUOT: 'Disk quota exceeded',
  EEXIST: 'File exists',
  EFBIG: 'File too large',
  EIO: 'Input/output error',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  EMFILE: 'Too many open files',
  ENAMETOOLONG: 'File name too long',
  ENOENT: 'No such file or directory',
  ENOSPC: 'No space left on device',
  ENOTDIR: 'Not a directory',
  ENXIO: 'No such device or address',
  EPERM: 'Operation not permitted',
  EROFS: 'Read-only file system',
  ERR_FS_FILE_TOO_LARGE: 'File too large for Node.js, which reads up to 2 GiB',
};

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code);
}

function reasonOf(error: unknown): string {
  return REASONS[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
}

function read(path: string): Uint8Array | string {
  try {
    return readFileSync(path);
  } catch (error) {
    return reasonOf(error);
  }
}

function status(path: string): BigIntStats | undefined {
  try {
    // Windows numbers its files with more bits than a double holds.
    return statSync(path, { bigint: true });
  } catch {
    return undefined;
  }
}

function kind(path: string): number {
  const there = status(path);
  if (!there) return 0;
  if (there.isFile()) return 1;
  return there.isDirectory() ? 2 : 3;
}

/** Where a link leads, also when nothing is there yet. */
function target(path: string): string {
  try {
    return lstatSync(path).isSymbolicLink() ? realpathSync(path) : path;
  } catch {
    return path;
  }
}

/** A new file beside `path`. A name of its own: another process may be writing the same model. */
function openTemporary(path: string): [descriptor: number, name: string] {
  for (let attempt = 0; ; ++attempt) {
    const name = `.${basename(path)}.${String(process.pid)}.${String(attempt)}.tmp`;
    const temporary = join(dirname(path), name);
    try {
      return [openSync(temporary, 'wx', 0o666), temporary];
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || attempt === 99) throw error;
    }
  }
}

function writeAndRename(path: string, bytes: Uint8Array): void {
  const [descriptor, temporary] = openTemporary(path);
  try {
    try {
      writeFileSync(descriptor, bytes);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
  } catch (error) {
    unlinkSync(temporary);
    throw error;
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** While a signal has a listener, and nothing returns to the event loop, it does not stop Node. */
function unstopped(action: () => void): void {
  const ignore = () => undefined;
  for (const signal of SIGNALS) process.on(signal, ignore);
  try {
    action();
  } finally {
    for (const signal of SIGNALS) process.off(signal, ignore);
  }
}

function write(asked: string, bytes: Uint8Array): string {
  const path = target(asked);
  try {
    const there = kind(path);
    if (there === 2) return 'Is a directory';
    if (there === 3) {
      writeFileSync(path, bytes, { flag: 'r+' });
      return '';
    }
    if (kind(dirname(path)) === 0) mkdirSync(dirname(path), { recursive: true });
    unstopped(() => {
      writeAndRename(path, bytes);
    });
    return '';
  } catch (error) {
    return reasonOf(error);
  }
}

function identity(path: string): string {
  const there = status(path);
  return there ? `${String(there.dev)}:${String(there.ino)}` : '';
}

const ERR = 2;
const RETRY = 5; // milliseconds

/** Consoles of Windows take text, and its pipes are not written to like files. */
function writeOnWindows(stream: NodeJS.WriteStream, bytes: Uint8Array): void {
  if (stream.listenerCount('error') === 0) {
    // Too late for the core to hear of it.
    stream.on('error', () => {
      process.exitCode = 3;
    });
  }
  stream.write(bytes.slice());
}

/**
 * Writes at once. `process.stdout` and `process.stderr` load Node's network and terminal code first,
 * which takes as long as a tenth of a small conversion.
 */
function writeAll(descriptor: number, bytes: Uint8Array): boolean {
  if (process.platform === 'win32') {
    writeOnWindows(descriptor === ERR ? process.stderr : process.stdout, bytes);
    return true;
  }
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(descriptor, bytes, done);
    } catch (error) {
      // A pipe that somebody else made non-blocking is full.
      if (codeOf(error) !== 'EAGAIN') return false;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY);
    }
  }
  return true;
}

function errorIsTerminal(): boolean {
  try {
    // The first is cheap, and right when it says no.
    const may = process.platform === 'win32' || fstatSync(ERR).isCharacterDevice();
    return may && process.stderr.isTTY;
  } catch {
    return false;
  }
}

export const nodeSystem: System = {
  read,
  write,
  kind,
  identity,
  environment: (name) => process.env[name],
  errorIsTerminal,
  out: (bytes) => writeAll(1, bytes),
  err: (bytes) => void writeAll(ERR, bytes),
};
