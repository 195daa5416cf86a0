// SPDX-License-Identifier: Apache-2.0
import type { AnyReport, ErrorCode, Problem, Step } from './report.js';

/** `layers (classes): reason. remedy`, as the core does in one line. */
export function describe(problem: Problem): string {
  const names = problem.layers.map(({ name }) => name).join(', ');
  const classes = problem.layers.map(({ class_name }) => class_name).join(', ');
  const where = names && classes ? `${names} (${classes})` : names || classes;
  // Not every reason ends as a sentence: some are the official tools' words.
  const stop = problem.remedy && !/[.!?:]$/.test(problem.reason) ? '.' : '';
  return [where && `${where}:`, problem.reason + stop, problem.remedy].filter(Boolean).join(' ');
}

/**
 * Why a model was not converted.
 *
 * `name` is `ConversionError`, except where the platform has a name that code looks for: a call that
 * was cancelled is an `AbortError`, one that took too long a `TimeoutError` (both with the code
 * `E_CANCELLED`, and what the signal gave as its reason in `cause`).
 */
export class ConversionError extends Error {
  /** Stable identifier of the first problem. */
  readonly code: ErrorCode;
  /** All problems, in the order in which the official converter would meet them. */
  readonly problems: readonly Problem[];
  /** Everything found, or null where no report could be made (a cancelled call, a crash). */
  readonly report: AnyReport | null;

  constructor(
    problems: readonly Problem[],
    report: AnyReport | null = null,
    options: { cause?: unknown; name?: string } = {},
  ) {
    const first = problems[0];
    super(
      first ? describe(first) : 'the model was not converted',
      'cause' in options ? { cause: options.cause } : undefined,
    );
    this.name = options.name ?? 'ConversionError';
    this.code = first?.id ?? 'E_INTERNAL';
    this.problems = problems;
    this.report = report;
  }
}

/** A problem found outside of the core. */
export function problemOf(
  id: ErrorCode,
  reason: string,
  remedy = '',
  step: Step = 'read',
  errorClass = '',
): Problem {
  return {
    id,
    step,
    layers: [],
    reason,
    remedy,
    error_class: errorClass,
    rule: '',
  };
}

/** An option with a value it cannot take. */
export function argumentError(reason: string): ConversionError {
  return new ConversionError([problemOf('E_ARGUMENT', reason, '', 'read', 'ValueError')]);
}

/** A call ended by its signal, its progress callback or `terminate()`. */
export function cancelledError(
  cause?: unknown,
  report: AnyReport | null = null,
  reason = 'the conversion was cancelled',
): ConversionError {
  const name = (cause as { name?: unknown } | undefined)?.name;
  return new ConversionError([problemOf('E_CANCELLED', reason)], report, {
    name: name === 'TimeoutError' ? name : 'AbortError',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** A call that took longer than it was given. */
export function timeoutError(milliseconds: number): ConversionError {
  return new ConversionError(
    [problemOf('E_CANCELLED', `no result within ${String(milliseconds)} ms`, 'Allow more time.')],
    null,
    { name: 'TimeoutError' },
  );
}

/** Words by which engines and Emscripten say that memory ran out. */
const OUT_OF_MEMORY = /out of memory|\bOOM\b|allocation failed|could not allocate|enlarge memory/i;

/** What a trap, an abort or a failed allocation inside the WebAssembly module means. */
export function crashError(cause: unknown): ConversionError {
  const text = cause instanceof Error ? cause.message : String(cause);
  // The core's calls throw nothing but, while bytes are copied in and out, for want of memory.
  const thrown = cause instanceof WebAssembly.Exception;
  const problem =
    thrown || OUT_OF_MEMORY.test(text)
      ? problemOf(
          'E_OUT_OF_MEMORY',
          'not enough memory',
          'Close other pages or programs, or use the native program.',
        )
      : problemOf(
          'E_INTERNAL',
          `the converter crashed: ${text}`,
          'Please report it with the model.',
          'conversion',
        );
  return new ConversionError([problem], null, { cause });
}
