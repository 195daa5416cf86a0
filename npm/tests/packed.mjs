// SPDX-License-Identifier: Apache-2.0
// What the tests share: where things are, and running them.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The source folder of the package. */
export const root = fileURLToPath(new URL('..', import.meta.url));
export const repository = join(root, '..');
/** A folder that lives as long as the test run. */
export const folder = process.env.CNN2SNN_TEST_FOLDER;
export const tarball = process.env.CNN2SNN_TEST_TARBALL;
/** The folder in which the tarball is installed. */
export const app = join(folder, 'app');
export const installed = join(app, 'node_modules/cnn2snn');
export const npmCommand = join(app, 'node_modules/.bin/cnn2snn');

/** The native program, of which the package has to be the equal. */
export const native = process.env.CNN2SNN_NATIVE ?? join(repository, 'build/native/bin/cnn2snn');

const fixtures = join(repository, 'tests/fixtures');
export const models = JSON.parse(readFileSync(join(fixtures, 'models.json'), 'utf8')).models;

/** Path of a fixture, e.g. `fixture('ds_cnn_kws_i8_w8_a8.h5')`. */
export function fixture(name) {
  return join(fixtures, 'models', name);
}

export const DS_CNN = 'ds_cnn_kws_i8_w8_a8';
/** A model quantized with QuantizeML that the official converter refuses. */
export const REFUSED = models.find(
  ({ expected, kind }) => expected === 'error' && kind === 'quantizeml',
).name;

export function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A folder of its own for a test, inside the one with the package installed. */
export function scratch(name) {
  mkdirSync(app, { recursive: true });
  return mkdtempSync(join(app, `${name}-`));
}

/** Writes files given by their path inside a folder. */
export function writeFiles(target, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), text);
  }
}

/** Runs a program to its end. Output is text; `stdoutBytes` the same as bytes. */
export function run(command, args, options = {}) {
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
    cwd: app,
    maxBuffer: 2 ** 28,
    timeout: 110_000,
    ...options,
    env: { ...process.env, CNN2SNN_TARGET_AKIDA_VERSION: undefined, ...options.env },
  });
  if (error) throw error;
  return {
    status,
    signal,
    stdout: stdout.toString(),
    stderr: stderr.toString(),
    stdoutBytes: stdout,
  };
}
