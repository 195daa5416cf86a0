#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
/** The command `cnn2snn`: the native program's own code (core/cli), in WebAssembly. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import createModule from '../cnn2snn-cli.mjs';
import { nodeSystem } from './system.js';

// A command is short: a function is checked and compiled when it is called first, not all at the
// start, and only a long batch calls one so often that V8's slow, optimizing compiler pays off (a
// hundred times its default), for whose work the end of a command would have to wait.
setFlagsFromString('--wasm-lazy-compilation');
setFlagsFromString('--wasm-lazy-validation');
setFlagsFromString('--wasm-tiering-budget=180000000');

const OTHER_FAILURE = 1;
const INTERNAL_ERROR = 6;

/** Exceptions do not leave the C++ code: this is a crash of the module, or of Node itself. */
function crashed(error: unknown): number {
  const noMemory = error instanceof RangeError;
  const what = error instanceof Error ? error.message : String(error);
  const text = noMemory
    ? 'Error: not enough memory.\n'
    : `Error: a defect of this program, please report it: ${what}\n`;
  nodeSystem.err(new TextEncoder().encode(text));
  return noMemory ? OTHER_FAILURE : INTERNAL_ERROR;
}

async function run(words: readonly string[]): Promise<number> {
  try {
    const compiled = new WebAssembly.Module(readFileSync(join(__dirname, 'cnn2snn-cli.wasm')));
    // Paths with the slashes that the core knows; Windows takes them too.
    const windows = process.platform === 'win32';
    const module = await createModule({
      words: words.map((word) => (windows ? word.replaceAll('\\', '/') : word)),
      system: nodeSystem,
      instantiateWasm(imports, done) {
        done(new WebAssembly.Instance(compiled, imports), compiled);
        return {};
      },
    });
    return module._run_command();
  } catch (error) {
    return crashed(error);
  }
}

// No top-level await: the command is shipped as one CommonJS file (scripts/build.mjs).
void run(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
