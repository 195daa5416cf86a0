#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
/** The command `cnn2snn`. What an action needs is loaded when it is called: help costs nothing. */
import { parseCommandLine, type Command } from './command-line.js';
import { ExitCode } from './exit-codes.js';
import { writeError, writeOutput } from './standard-streams.js';

async function act({ action, values }: Command & { kind: 'action' }): Promise<number> {
  if (action === 'convert') return (await import('./convert-action.js')).convert(values);
  if (action === 'upgrade') return (await import('./upgrade-action.js')).upgrade(values);
  if (action === 'check' || action === 'info' || action === 'patterns' || action === 'devices') {
    return (await import('./other-actions.js'))[action](values);
  }
  const { replacements } = await import('./deprecated-actions.js');
  writeError(replacements[action]?.(values) ?? '');
  return ExitCode.otherFailure;
}

async function run(command: Command): Promise<number> {
  switch (command.kind) {
    case 'help':
      writeOutput((await import('./help.js')).help(command.action));
      return ExitCode.success;
    case 'version': {
      const { packageVersion } = await import('./environment.js');
      writeOutput(`cnn2snn ${packageVersion()}\n`);
      return ExitCode.success;
    }
    case 'usage': {
      const { usageError } = await import('./text.js');
      writeError(usageError(command.action, command.reason));
      return ExitCode.usage;
    }
    case 'action':
      try {
        return await act(command);
      } catch (error) {
        const { defect } = await import('./text.js');
        writeError(defect(error instanceof Error ? error.message : String(error)));
        return ExitCode.internalError;
      }
  }
}

// No top-level await: the command is shipped as one CommonJS file (scripts/build.mjs).
void run(parseCommandLine(process.argv.slice(2))).then((code) => {
  process.exitCode ??= code;
});
