// SPDX-License-Identifier: Apache-2.0
/** The command line of `wasm/cli.cpp`, as Emscripten's module shows it. */
import type { System } from './cli/system.js';
import type { ModuleOptions } from './instance.js';

export interface CommandLineOptions extends ModuleOptions {
  /** The arguments of the command. */
  words: readonly string[];
  system: System;
}

export interface CommandLineModule {
  /** Gives the exit code. */
  _run_command(): number;
}

export default function createModule(options: CommandLineOptions): Promise<CommandLineModule>;
