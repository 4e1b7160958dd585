import { HelmholtzError } from '@helmholtz/base';

/** Returns the innermost reason of an error. Network errors keep it in their cause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof HelmholtzError) return error.message.replace(/\.$/, '');
  if (error.cause !== undefined) return reasonOf(error.cause);
  const code = 'code' in error ? String(error.code) : '';
  return error.message || code || error.name;
}
