import { CommanderError } from 'commander';

export const exitCodes = { success: 0, failure: 1, wrongUse: 2, interrupted: 130 } as const;

interface ExplainedError extends Error {
  readonly kind: string;
  readonly hint?: string | undefined;
}

/** Errors that our packages raise on purpose; each package has a class of its own, all of this shape. */
function isExplained(error: unknown): error is ExplainedError {
  return error instanceof Error && 'kind' in error && typeof error.kind === 'string';
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.success : exitCodes.wrongUse;
  if (!isExplained(error)) return exitCodes.failure;
  if (error.kind === 'interrupted') return exitCodes.interrupted;
  return error.kind === 'usage' ? exitCodes.wrongUse : exitCodes.failure;
}

/** One line and a hint; the stack only for `debug`. */
export function formatError(error: unknown, debug: boolean): string {
  if (debug) return error instanceof Error ? describeWithCauses(error) : String(error);
  const message = (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
  const hint = isExplained(error) ? error.hint : 'Run it again with --debug to see where it happened.';
  return `error: ${message}${hint ? `\n  hint: ${hint}` : ''}`;
}

function describeWithCauses(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by ${describeWithCauses(error.cause)}` : own;
}
