import { errorKinds, itemAt } from '@helmholtz/base';
import { CommanderError } from 'commander';

import { exitCodes } from './exit-codes.js';
import { interruptExitCode } from './interrupt.js';

interface ExplainedError extends Error {
  readonly kind: keyof typeof errorKinds;
  readonly hint?: string | undefined;
}

/** Returns whether Helmholtz throws this error on purpose. */
function isExplained(error: unknown): error is ExplainedError {
  return error instanceof Error && 'kind' in error && Object.hasOwn(errorKinds, String(error.kind));
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.success : exitCodes.wrongUse;
  if (!isExplained(error)) return exitCodes.failure;
  if (error.kind === 'interrupted') return interruptExitCode();
  return error.kind === 'usage' ? exitCodes.wrongUse : exitCodes.failure;
}

/** Kinds of an `ErrorReport`: those of `HelmholtzError`, and two for all other errors. */
export const reportedKinds = {
  ...errorKinds,
  memory: 'an allocation failed, in any backend',
  unexpected: 'any other error of JavaScript, of a library or of a plugin',
} as const;

/** Error for people and for programs. */
export interface ErrorReport {
  readonly kind: keyof typeof reportedKinds;
  /** One line. */
  readonly message: string;
  readonly hint: string | undefined;
}

export function reportOf(error: unknown): ErrorReport {
  const text = printable(itemAt((error instanceof Error ? error.message : String(error)).split('\n'), 0));
  if (error instanceof CommanderError) return { kind: 'usage', ...ofCommander(error) };
  if (lacksMemory.test(text)) {
    return {
      kind: 'memory',
      message: `There is not enough memory: ${text}`,
      hint: 'Reduce the size of latents, layers, images or batches, or choose another backend: see helmholtz doctor.',
    };
  }
  if (isExplained(error)) return { kind: error.kind, message: text, hint: error.hint };
  return { kind: 'unexpected', message: text, hint: 'Run the command again with --debug to see the stack.' };
}

/**
 * Escapes control characters: text from a file must not move the cursor or hide a part of a line.
 */
function printable(text: string): string {
  return text.replace(
    /\p{Cc}|\p{Bidi_Control}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Messages of JavaScript engines and WebAssembly modules after a failed allocation. */
const lacksMemory =
  /^Aborted\(|\bAborted\(\)|memory access out of bounds|Invalid (typed )?array length|[Aa]rray buffer allocation failed|out of memory|enlarge memory/;

function ofCommander({ message }: CommanderError): { message: string; hint: string } {
  const [, what = message, hint] = /^(?:error: )?(.*?)\s*(?:\n?\((.*)\))?$/s.exec(message) ?? [];
  return { message: itemAt(what.split('\n'), 0), hint: hint ?? 'Add --help to see arguments and options.' };
}

/** Returns one line and a hint, or the stack for `debug`. */
export function formatError(error: unknown, debug: boolean): string {
  if (debug) return error instanceof Error ? describeWithCauses(error) : String(error);
  const { message, hint } = reportOf(error);
  return `error: ${message}${hint ? `\n  hint: ${hint}` : ''}`;
}

function describeWithCauses(error: Error): string {
  const ownText = error.stack ?? error.message;
  return error.cause instanceof Error ? `${ownText}\ncaused by ${describeWithCauses(error.cause)}` : ownText;
}
