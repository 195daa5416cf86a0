// SPDX-License-Identifier: Apache-2.0
// What a command line does, by the package's program and by the native one.
import { expect } from '@jest/globals';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DS_CNN, fixture, native, npmCommand, run, scratch } from './packed.mjs';

/** What a command did in a folder of its own: output, exit code and the files that are there. */
export function effect(command, args, { prepare, env, input } = {}) {
  const cwd = scratch('cli');
  copyFileSync(fixture(`${DS_CNN}.h5`), join(cwd, 'model.h5'));
  writeFileSync(join(cwd, 'broken.h5'), readFileSync(join(cwd, 'model.h5')).subarray(0, 30000));
  writeFileSync(join(cwd, 'text.h5'), 'not a model\n');
  writeFileSync(join(cwd, 'network.ONNX'), 'not a model either\n');
  copyFileSync(fixture('conv_relu6_max.fbz'), join(cwd, 'akida.fbz'));
  mkdirSync(join(cwd, 'folder.d'));
  prepare?.(cwd);
  const { status, stdout, stderr, stdoutBytes } = run(command, args, { cwd, env, input });
  const files = readdirSync(cwd, { recursive: true })
    .filter((path) => statSync(join(cwd, path)).isFile())
    .sort()
    .map((path) => [path, readFileSync(join(cwd, path)).toString('base64')]);
  return { status, stdout, stderr, stdoutBytes, files };
}

/** Both programs have to do the same; gives what it was. */
export function both(args, options) {
  const ours = effect(npmCommand, args, options);
  expect([args, ours]).toEqual([args, effect(native, args, options)]);
  return ours;
}
