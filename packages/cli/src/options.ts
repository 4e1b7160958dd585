import { largestSize } from '@helmholtz/core/spec';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';

/** Options that every command has. */
export interface CommonOptions {
  readonly plugin: readonly string[];
  readonly quiet: boolean;
  readonly json: boolean;
  readonly debug: boolean;
}

export interface BackendOptions {
  readonly backend: string;
  readonly threads?: number | undefined;
}

const collect = (value: string, before: readonly string[]): string[] => [...before, value];

export function withCommonOptions(command: Command): Command {
  return command
    .option('--plugin <file>', 'load a plugin from a file; may be given several times', collect, [])
    .option('--quiet', 'no progress, only results and warnings', false)
    .option('--json', 'one JSON object as the last line of stdout; progress goes to stderr', false)
    .option('--debug', 'show where an error comes from', false);
}

/** Option of commands that take new examples. */
export function withDataOption(command: Command): Command {
  return command.option(
    '--data <file>',
    'new examples in place of the test set, such as rows.csv or x.npy; needs no training set',
  );
}

export function withBackendOption(command: Command): Command {
  return command
    .option('--backend <name>', 'auto, or one that `helmholtz doctor` lists', 'auto')
    .option(
      '--threads <count>',
      'threads of the backend onnx; as many as there are cores unless given',
      wholeNumber(1, 1024),
    );
}

export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`A whole number ${range} was expected.`);
  };
}

/** The size of a latent or of a layer. */
export const size = wholeNumber(1, largestSize);

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('A positive number was expected.');
}

export function finiteNumber(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new InvalidArgumentError('A number was expected.');
}

export function nonNegativeNumber(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError('A number from 0 on was expected.');
}

/** `256` or `512,256`. */
export function sizes(text: string): number[] {
  return text.split(',').map(size);
}
