import { HelmholtzError } from '@helmholtz/base';

/** The innermost reason of an error, in one line: network errors keep it in their cause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof HelmholtzError) return error.message.replace(/\.$/, '');
  if (error.cause !== undefined) return reasonOf(error.cause);
  const code = (error as NodeJS.ErrnoException).code;
  return error.message || code || error.name;
}
