// SPDX-License-Identifier: Apache-2.0
/** The command line of `wasm/cli.cpp`, as Emscripten's module shows it. */
import type { System } from './cli/system.js';
import type { ModuleOptions } from './instance.js';

export interface CommandLineModule {
  /** Gives the exit code. */
  run(args: string[], system: System): number;
}

export default function createModule(options: ModuleOptions): Promise<CommandLineModule>;
