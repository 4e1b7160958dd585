export { closeName, nearest } from './nearest.js';

/** Kinds of errors that callers may need to distinguish. */
export const errorKinds = {
  usage: 'the request itself is wrong: an unknown name, a negative size, an invalid spec',
  data: 'data or a file is missing, damaged or does not fit the model',
  graph: 'a model graph is not what an operation needs',
  numerics: 'a loss, gradient or weight is NaN or infinite',
  storage: 'reading or writing a file failed',
  interrupted: 'the user asked to stop',
} as const;

export type ErrorKind = keyof typeof errorKinds;

export interface ErrorDetails {
  /** One sentence on how to fix the problem. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/**
 * Error that Helmholtz throws on purpose: one line with the given and the expected value, and a
 * hint.
 *
 * @example
 * ```ts
 * import { HelmholtzError } from '@helmholtz/base';
 *
 * const hint = 'A size is a positive whole number.';
 * const error = new HelmholtzError('usage', 'The size is -1.', { hint });
 * console.log(error.kind, error.message, error.hint);
 * // usage The size is -1. A size is a positive whole number.
 * ```
 */
export class HelmholtzError extends Error {
  readonly kind: ErrorKind;
  readonly hint: string | undefined;

  constructor(kind: ErrorKind, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.name = 'HelmholtzError';
    this.kind = kind;
    this.hint = details.hint;
  }
}
