import { Command, InvalidArgumentError } from 'commander';

import { engines, reference } from './engines/registry.js';
import { catalogue } from './work/catalogue.js';

export interface Options {
  readonly work: readonly string[];
  readonly engines: readonly string[];
  readonly rounds: number;
  /** How long each engine runs in each round. */
  readonly seconds: number;
  readonly patience: number;
  readonly python: string;
  readonly sweeps: boolean;
  readonly out: string;
  readonly docs: boolean;
  /** Root of another checkout that this one is compared with, in place of the peers. */
  readonly against?: string;
}

/** What quick and full runs differ in may be given too. */
type Given = Omit<Options, 'rounds' | 'seconds'> & { quick: boolean; rounds?: number; seconds?: number };

const full = { rounds: 9, seconds: 2 };
const quick = { rounds: 2, seconds: 0.2 };
const pairs = { rounds: 20, seconds: 2 };
/** The engines and the work by which two checkouts are compared by default. */
const compared = { engines: [reference], work: ['tutorial', 'importance-weighted'] };

/** Reads the command line; a wrong one, or `--help`, ends the process with a word why. */
export function readOptions(
  argv: readonly string[],
  configure = (command: Command): Command => command,
): Options {
  const command = configure(new Command('bench'))
    .description('Measures Helmholtz and its peers on the same work, in turns, in one run.')
    .option(
      '--work <names>',
      listed('work', names(catalogue)),
      namesIn('work', names(catalogue)),
      names(catalogue),
    )
    .option(
      '--engines <names>',
      listed('engines', names(engines)),
      namesIn('engine', names(engines)),
      names(engines),
    )
    .option(
      '--rounds <count>',
      `rounds in which each engine takes a turn (default: ${full.rounds})`,
      wholeNumber,
    )
    .option('--seconds <time>', `how long a turn lasts (default: ${full.seconds})`, positive)
    .option('--quick', `to try it out: ${quick.rounds} rounds, turns of ${quick.seconds} s`, false)
    .option('--sweeps', 'also how the time of a step grows with batch, width and depth', false)
    .option('--patience <seconds>', 'an engine that lets one answer wait longer is left out', positive, 180)
    .option('--python <interpreter>', 'the Python that has the peers', 'python3')
    .option('--out <folder>', 'where results.json, results.md and chart.svg go', 'runs/bench')
    .option(
      '--against <checkout>',
      `compare with the folder of another checkout, set up and built: ${pairs.rounds} rounds, ${reference} only by default`,
    )
    .option('--docs', 'put the numbers into docs/reference/benchmarks.md too', false)
    .allowExcessArguments(false)
    .parse(argv, { from: 'user' });
  const options = command.opts<Given>();
  const usual = options.quick ? quick : options.against === undefined ? full : pairs;
  const byDefault = (option: 'work' | 'engines'): boolean =>
    command.getOptionValueSource(option) === 'default';
  return {
    ...options,
    ...(options.against !== undefined && byDefault('work') ? { work: compared.work } : {}),
    ...(options.against !== undefined && byDefault('engines') ? { engines: compared.engines } : {}),
    rounds: options.rounds ?? usual.rounds,
    seconds: options.seconds ?? usual.seconds,
  };
}

const names = (all: readonly { readonly name: string }[]): string[] => all.map(({ name }) => name);

const listed = (what: string, known: readonly string[]): string =>
  `${what} with commas between, of ${known.join(', ')}`;

function namesIn(what: string, known: readonly string[]): (value: string) => string[] {
  return (value) => {
    const names = value.split(',').map((name) => name.trim());
    const unknown = names.find((name) => !known.includes(name));
    if (unknown === undefined) return names;
    throw new InvalidArgumentError(`There is no ${what} "${unknown}": ${known.join(', ')}.`);
  };
}

function positive(value: string): number {
  const number = Number(value);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new InvalidArgumentError('A number above 0 is wanted.');
}

function wholeNumber(value: string): number {
  if (Number.isInteger(positive(value))) return Number(value);
  throw new InvalidArgumentError('A whole number is wanted.');
}
