import { HelmholtzError } from '@helmholtz/base';
import type { DrawOptions } from '@helmholtz/diagrams';
import type { Command } from 'commander';

import { size } from '../options.js';

export interface PlateOptions {
  readonly examples?: number;
  readonly samples?: number;
  readonly symbol?: Readonly<Record<string, string>>;
}

/** What the level of plates can't read off a model: how large its plates are, and how variables are written. */
export function withPlateOptions(command: Command): Command {
  return command
    .option('--examples <number>', 'of plates: the size of the plate of the data', size)
    .option('--samples <number>', "of plates: draws for each example; the objective's if not given", size)
    .option('--symbol <name=symbol>', 'of plates: how a variable is written, such as z1=h_n', symbols);
}

export function plateOptions({ examples, samples, symbol }: PlateOptions): DrawOptions {
  return {
    ...(examples === undefined ? {} : { dataSize: examples }),
    ...(samples === undefined ? {} : { samples }),
    ...(symbol === undefined ? {} : { symbols: symbol }),
  };
}

/** Adds one `name=symbol` to those before it. */
function symbols(given: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, name, symbol] = /^([^=]+)=(.+)$/su.exec(given) ?? [];
  if (name !== undefined && symbol !== undefined) return { ...before, [name]: symbol };
  throw new HelmholtzError('usage', `--symbol was given ${JSON.stringify(given)}.`, {
    hint: 'Write a name and a symbol, such as --symbol z1=h_n --symbol phi=theta^r.',
  });
}
