/** As in `@helmholtz/core`, which this package does not import: a caller tells errors apart by `kind`, not by class. */
export type DatasetErrorKind = 'usage' | 'data' | 'storage' | 'interrupted';

export interface DatasetErrorDetails {
  /** One sentence on how to mend it. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** Every error this package raises on purpose: one line that says what was given and expected, and a hint. */
export class DatasetError extends Error {
  readonly kind: DatasetErrorKind;
  readonly hint: string | undefined;

  constructor(kind: DatasetErrorKind, message: string, details: DatasetErrorDetails = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.name = 'DatasetError';
    this.kind = kind;
    this.hint = details.hint;
  }
}

/** The innermost reason of an error, in one line: network errors keep it in their cause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof DatasetError) return error.message.replace(/\.$/, '');
  if (error.cause !== undefined) return reasonOf(error.cause);
  const code = (error as NodeJS.ErrnoException).code;
  return error.message || code || error.name;
}
