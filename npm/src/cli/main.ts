#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
/** The command `cnn2snn`. What an action needs is loaded when it is called: help costs nothing. */
import { parseCommandLine, type Command } from './command-line.js';
import { ExitCode } from './exit-codes.js';

async function act({ action, values }: Command & { kind: 'action' }): Promise<number> {
  if (action === 'convert') return (await import('./convert-action.js')).convert(values);
  if (action === 'check' || action === 'info' || action === 'patterns') {
    return (await import('./other-actions.js'))[action](values);
  }
  const { replacements } = await import('./deprecated-actions.js');
  process.stderr.write(replacements[action]?.(values) ?? '');
  return ExitCode.otherFailure;
}

async function run(command: Command): Promise<number> {
  switch (command.kind) {
    case 'help':
      process.stdout.write((await import('./help.js')).help(command.action));
      return ExitCode.success;
    case 'version': {
      const { packageVersion } = await import('./environment.js');
      process.stdout.write(`cnn2snn ${packageVersion()}\n`);
      return ExitCode.success;
    }
    case 'usage': {
      const { usageError } = await import('./text.js');
      process.stderr.write(usageError(command.action, command.reason));
      return ExitCode.usage;
    }
    case 'action':
      try {
        return await act(command);
      } catch (error) {
        const { defect } = await import('./text.js');
        process.stderr.write(defect(error instanceof Error ? error.message : String(error)));
        return ExitCode.internalError;
      }
  }
}

process.stdout.on('error', () => {
  process.stderr.write('Error: the standard output cannot be written.\n');
  process.exitCode = Number(process.exitCode ?? 0) || ExitCode.fileError;
});
const code = await run(parseCommandLine(process.argv.slice(2)));
process.exitCode ??= code;
