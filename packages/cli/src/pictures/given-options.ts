import { conditionsNote, type Given, type GivenOptions, type UsedCondition } from '@helmholtz/analysis';
import type { Examples } from '@helmholtz/core';
import { type Command, InvalidArgumentError } from 'commander';

import type { TestedRun } from './run-command.js';

/** Options that `withGivenOption` adds to a command. */
export interface GivenCommandOptions {
  readonly given?: Given;
  readonly label?: string;
}

/** Adds `--given` to a command on a model with conditions. */
export function withGivenOption(command: Command, several = false): Command {
  const values = several ? ', from:to:step, a list' : '';
  return command.option(
    '--given <name=value>',
    `value of a condition in the units of the data, or the name of a class${values}${several ? ', or @file.npy or .csv' : ''}; ` +
      'repeat for several conditions',
    givenValue,
  );
}

/** Adds `--label`, which is short for `--given label=...`. */
export function withLabelOption(command: Command, description: string): Command {
  return command.option('--label <class>', `${description}; short for --given label=<class>`);
}

/** Reads `dose=0.9`. */
function givenValue(text: string, before: Given = {}): Given {
  const at = text.indexOf('=');
  const name = text.slice(0, Math.max(at, 0)).trim();
  const value = text.slice(at + 1).trim();
  if (name === '' || value === '') {
    throw new InvalidArgumentError('Expected a name and a value, such as dose=0.9.');
  }
  if (Object.hasOwn(before, name)) throw new InvalidArgumentError(`"${name}" was given twice.`);
  return { ...before, [name]: value };
}

/** Options of analysis functions for the conditions of a command. */
export function givenOptions({ terminal }: TestedRun, { given, label }: GivenCommandOptions): GivenOptions {
  return { given, label, onWarning: (line) => terminal.warn(line) };
}

/** The values of conditions, for a file of each. */
export function conditionFiles(used: readonly UsedCondition[]): Map<string, Examples> {
  return new Map(used.map(({ name, values }) => [name, values]));
}

/** What was used, with how to choose it. */
export function noteOn(used: readonly UsedCondition[]): string | undefined {
  const note = conditionsNote(used);
  const first = used.find(({ source }) => source !== 'given');
  return note === undefined || !first ? note : `${note}. To choose: --given ${first.name}=<value>`;
}
