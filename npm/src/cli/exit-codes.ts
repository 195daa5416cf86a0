// SPDX-License-Identifier: Apache-2.0
import type { Problem } from '../report.js';

/** Exit codes of the command line, those of the native program. */
export const ExitCode = {
  success: 0,
  /** Deprecated actions, cancelled, out of memory. */
  otherFailure: 1,
  usage: 2,
  /** A file cannot be read or written. */
  fileError: 3,
  /** Not a readable model. */
  unreadable: 4,
  /** Refused; check: not compatible. */
  refused: 5,
  /** Verification failed, or a defect of this program. */
  internalError: 6,
} as const;

/** The exit code a report asks for: that of its first problem. */
export function exitCode([first]: readonly Problem[]): number {
  switch (first?.id) {
    case undefined:
      return ExitCode.success;
    case 'E_FILE':
      return ExitCode.fileError;
    case 'E_ARGUMENT':
      return ExitCode.usage;
    case 'E_CANCELLED':
    case 'E_OUT_OF_MEMORY':
      return ExitCode.otherFailure;
    case 'E_VERIFICATION':
    case 'E_INTERNAL':
      return ExitCode.internalError;
    default:
      break;
  }
  if (first?.step === 'read' || first?.step === 'parse') return ExitCode.unreadable;
  return first?.step === 'verification' ? ExitCode.internalError : ExitCode.refused;
}
