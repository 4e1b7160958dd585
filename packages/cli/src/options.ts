import { largestSize } from '@helmholtz/core/spec';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';

/** Options of every command. */
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
    .option('--plugin <file>', 'load a plugin from an ES module; repeat for several plugins', collect, [])
    .option('--quiet', 'print results and warnings only, no progress', false)
    .option('--json', 'print the result as one JSON object on the last line of stdout', false)
    .option('--debug', 'print the stack of an error', false);
}

/** Adds `--accept-spec` to a command that reads a run. */
export function withAcceptSpecOption(command: Command): Command {
  return command.option(
    '--accept-spec',
    'use a spec.yaml that was changed since the checkpoint was trained',
    false,
  );
}

/** Adds `--data` to a command that takes new examples. */
export function withDataOption(command: Command): Command {
  return command.option(
    '--data <file>',
    'file of new examples instead of the test set, such as rows.csv, rows.parquet or x.npy',
  );
}

export function withBackendOption(command: Command): Command {
  return command
    .option(
      '--backend <name>',
      'backend of TensorFlow.js: auto, or a name that `helmholtz doctor` lists',
      'auto',
    )
    .option(
      '--threads <count>',
      'threads of the backend onnx (default: the number of cores)',
      wholeNumber(1, 1024),
    );
}

export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`Expected a whole number ${range}.`);
  };
}

/** Reads the size of a latent or of a layer. */
export const size = wholeNumber(1, largestSize);

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected a positive number.');
}

export function finiteNumber(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Expected a number.');
}

export function nonNegativeNumber(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError('Expected a number of at least 0.');
}

/** Reads the side of padded images: `32` or `none`. */
export function paddingSide(text: string): number | 'none' {
  return text === 'none' ? text : wholeNumber(1)(text);
}

/** Reads a batch size: `100`, or one for each part of the data, `labelled=20,unlabelled=100`. */
export function batchSize(text: string): number | Readonly<Record<string, number>> {
  if (!text.includes('=')) return wholeNumber(1)(text);
  const sizes = text.split(',').map((each) => {
    const [name = '', size = '', ...more] = each.split('=');
    if (name.trim() !== '' && more.length === 0) return [name.trim(), wholeNumber(1)(size)] as const;
    throw new InvalidArgumentError('Expected one number, or one by part: labelled=20,unlabelled=100.');
  });
  return Object.fromEntries(sizes);
}

/** Reads sizes: `256` or `512,256`. */
export function sizes(text: string): number[] {
  return text.split(',').map(size);
}
