import { HelmholtzError } from '@helmholtz/base';
import type { Command } from 'commander';

/**
 * Replaces option names in backticks by the command's flags: `importanceSamples` by
 * --importance-samples.
 */
export function withFlags(text: string, { options }: Command): string {
  return text.replace(/`(\w+)`/g, (quoted, name: string) => {
    const option = options.find((each) => each.attributeName() === name);
    return option?.long ?? quoted;
  });
}

/** Returns an error with option names replaced by flags. */
export function errorWithFlags(error: unknown, command: Command): unknown {
  if (!(error instanceof HelmholtzError)) return error;
  const { kind, message, hint, cause } = error;
  const [shown, hinted] = [withFlags(message, command), hint && withFlags(hint, command)];
  if (shown === message && hinted === hint) return error;
  const renamed = new HelmholtzError(kind, shown, { ...(hinted ? { hint: hinted } : {}), cause });
  renamed.stack = error.stack ?? renamed.stack ?? '';
  return renamed;
}
