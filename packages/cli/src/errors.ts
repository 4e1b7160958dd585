import { errorKinds } from '@helmholtz/base';
import { CommanderError } from 'commander';

import { exitCodes } from './exit-codes.js';
import { interruptExitCode } from './interrupt.js';

interface ExplainedError extends Error {
  readonly kind: keyof typeof errorKinds;
  readonly hint?: string | undefined;
}

/** Errors that our packages raise on purpose; each package has a class of its own, all of this shape. */
function isExplained(error: unknown): error is ExplainedError {
  return error instanceof Error && 'kind' in error && Object.hasOwn(errorKinds, String(error.kind));
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.success : exitCodes.wrongUse;
  if (!isExplained(error)) return exitCodes.failure;
  if (error.kind === 'interrupted') return interruptExitCode();
  return error.kind === 'usage' ? exitCodes.wrongUse : exitCodes.failure;
}

/** All that an `ErrorReport` may be: what our packages raise, and what any part may end in. */
export const reportedKinds = {
  ...errorKinds,
  memory: 'an allocation failed, of whatever engine',
  unexpected: 'what nobody foresaw: an error of JavaScript, of a library or of a plugin',
} as const;

/** What went wrong, for people and for programs. */
export interface ErrorReport {
  readonly kind: keyof typeof reportedKinds;
  /** One line. */
  readonly message: string;
  readonly hint: string | undefined;
}

export function reportOf(error: unknown): ErrorReport {
  const text = printable((error instanceof Error ? error.message : String(error)).split('\n')[0]!);
  if (error instanceof CommanderError) return { kind: 'usage', ...ofCommander(error) };
  if (lacksMemory.test(text)) {
    return {
      kind: 'memory',
      message: `There is not enough memory: ${text}`,
      hint: 'Take smaller sizes of latents, layers, images or batches; or see helmholtz doctor for another backend.',
    };
  }
  if (isExplained(error)) return { kind: error.kind, message: text, hint: error.hint };
  return { kind: 'unexpected', message: text, hint: 'Run it again with --debug to see where it happened.' };
}

/** A text that may come from a file, without what would move the cursor or hide a part of it. */
function printable(text: string): string {
  return text.replace(
    /\p{Cc}|\p{Bidi_Control}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** What JavaScript engines and WebAssembly modules say where an allocation fails. */
const lacksMemory =
  /^Aborted\(|\bAborted\(\)|memory access out of bounds|Invalid (typed )?array length|[Aa]rray buffer allocation failed|out of memory|enlarge memory/;

function ofCommander({ message }: CommanderError): { message: string; hint: string } {
  const [, what = message, hint] = /^(?:error: )?(.*?)\s*(?:\n?\((.*)\))?$/s.exec(message) ?? [];
  return { message: what.split('\n')[0]!, hint: hint ?? 'Add --help to see what it takes.' };
}

/** One line and a hint; the stack only for `debug`. */
export function formatError(error: unknown, debug: boolean): string {
  if (debug) return error instanceof Error ? describeWithCauses(error) : String(error);
  const { message, hint } = reportOf(error);
  return `error: ${message}${hint ? `\n  hint: ${hint}` : ''}`;
}

function describeWithCauses(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by ${describeWithCauses(error.cause)}` : own;
}
