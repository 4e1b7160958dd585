import { HelmholtzError } from '@helmholtz/base';
import type { DrawOptions } from '@helmholtz/diagrams';
import type { Command } from 'commander';

import { wholeNumber } from '../options.js';

export interface PlateOptions {
  readonly examples?: number;
  readonly samples?: number;
  readonly symbol?: Readonly<Record<string, string>>;
}

/**
 * Options of plate diagrams that a model does not define: sizes of plates and symbols of variables.
 */
export function withPlateOptions(command: Command): Command {
  return command
    .option(
      '--examples <number>',
      'plates only: number of examples in the plate of the data (default: that of the data set, or N)',
      wholeNumber(1),
    )
    .option('--samples <number>', "plates only: draws per example (default: the objective's)", wholeNumber(1))
    .option(
      '--symbol <name=symbol>',
      'plates only: symbol of a variable, such as z1=h_n; repeat for several',
      symbols,
    );
}

export function plateOptions({ examples, samples, symbol }: PlateOptions): DrawOptions {
  return {
    ...(examples === undefined ? {} : { dataSize: examples }),
    ...(samples === undefined ? {} : { samples }),
    ...(symbol === undefined ? {} : { symbols: symbol }),
  };
}

/** Adds one `name=symbol` to the symbols before it. */
function symbols(given: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, name, symbol] = /^([^=]+)=(.+)$/su.exec(given) ?? [];
  if (name !== undefined && symbol !== undefined) return { ...before, [name]: symbol };
  throw new HelmholtzError('usage', `--symbol was given ${JSON.stringify(given)}.`, {
    hint: 'Expected a name and a symbol, such as --symbol z1=h_n --symbol phi=theta^r.',
  });
}
