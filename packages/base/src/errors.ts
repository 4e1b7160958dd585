export { nearest } from './nearest.js';

/** What went wrong, as far as a caller must tell it apart. */
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
  /** One sentence on how to mend it. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** Every error that Helmholtz raises on purpose: one line that says what was given and expected, and a hint. */
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
