// SPDX-License-Identifier: Apache-2.0
/** Files of the command line. Failures are `ConversionError`s (`E_FILE`) with a path in the reason. */
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ConversionError, problemOf } from '../errors.js';
import type { Step } from '../report.js';
import { cannotRead, cannotWrite } from './text.js';

/** The C library's words for what goes wrong with files. */
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
  ENOSPC: 'No space left on device',
  ENOTDIR: 'Not a directory',
  ENXIO: 'No such device or address',
  EPERM: 'Operation not permitted',
  EROFS: 'Read-only file system',
  ERR_FS_FILE_TOO_LARGE: 'File too large',
};

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code);
}

function reasonOf(error: unknown): string {
  return REASONS[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
}

function failure(reason: string, step: Step): ConversionError {
  return new ConversionError([problemOf('E_FILE', reason, '', step, 'OSError')]);
}

/** The whole file. */
export function readModel(path: string): Uint8Array {
  // The one kind of model that is a folder: its main file tells what it is.
  const main = join(path, 'saved_model.pb');
  try {
    return readFileSync(existsSync(main) ? main : path);
  } catch (error) {
    const why = codeOf(error) === 'ENOENT' ? 'no such file' : reasonOf(error);
    throw failure(cannotRead(path, why), 'read');
  }
}

function status(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function isSymbolicLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

/** Where a link leads, also when nothing is there yet. */
function target(path: string): string {
  try {
    return isSymbolicLink(path) ? realpathSync(path) : path;
  } catch {
    return path;
  }
}

function writeAndRename(path: string, bytes: Uint8Array): void {
  // A name of its own in the same folder: another process may be writing the same model.
  for (let attempt = 0; ; ++attempt) {
    const name = `.${basename(path)}.${String(process.pid)}.${String(attempt)}.tmp`;
    const temporary = join(dirname(path), name);
    let descriptor: number;
    try {
      descriptor = openSync(temporary, 'wx', 0o666);
    } catch (error) {
      if (codeOf(error) === 'EEXIST' && attempt < 100) continue;
      throw error;
    }
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
    return;
  }
}

/**
 * Writes to a temporary file in the same folder and renames it: `asked` is the whole new file or
 * what it was before. Missing folders are made. Devices and pipes are written to directly.
 */
export function writeModel(asked: string, bytes: Uint8Array): void {
  const path = target(asked);
  const there = status(path);
  try {
    if (there?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    if (there && !there.isFile()) {
      writeFileSync(path, bytes, { flag: 'r+' });
      return;
    }
    if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true });
    writeAndRename(path, bytes);
  } catch (error) {
    throw failure(cannotWrite(path, reasonOf(error)), 'verification');
  }
}

/** `path` without its last extension, as Python's os.path.splitext cuts it. */
export function withoutExtension(path: string): string {
  // Leading dots belong to the name: ".h5" has no extension.
  return path.replace(/([^/.][^/]*)\.[^/.]*$/, '$1');
}

function isFolder(path: string): boolean {
  return path.endsWith('/') || status(path)?.isDirectory() === true;
}

/**
 * Where the Akida model of `model` goes. `asked` is the value of --output: empty (beside the
 * model), a folder (exists, or ends with a slash) or a file (".fbz" is added when it has no
 * extension).
 */
export function outputPath(model: string, asked: string): string {
  if (asked === '') return `${withoutExtension(model)}.fbz`;
  if (isFolder(asked)) {
    return `${asked.replace(/([^/])$/, '$1/')}${basename(withoutExtension(model))}.fbz`;
  }
  const device = existsSync(asked) && !statSync(asked).isFile();
  return withoutExtension(asked) === asked && !device ? `${asked}.fbz` : asked;
}

export function isRegularFile(path: string): boolean {
  return status(path)?.isFile() === true;
}

/** Whether --output names one file and not a folder. */
export function isOneFile(asked: string): boolean {
  return asked !== '' && !isFolder(asked);
}

/** Whether two paths lead to the same existing file. */
export function isSameFile(a: string, b: string): boolean {
  const [one, other] = [status(a), status(b)];
  return one !== undefined && one.dev === other?.dev && one.ino === other.ino;
}
