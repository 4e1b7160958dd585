import { HelmholtzError } from '@helmholtz/base';
import type { LatentVariableModel, Spec } from '@helmholtz/core';
import type { DatasetPair } from '@helmholtz/datasets';
import { Command, Option } from 'commander';

import {
  type BackendOptions,
  type CommonOptions,
  wholeNumber,
  withBackendOption,
  withCommonOptions,
} from '../options.js';
import { codesProblem } from '@helmholtz/analysis';
import type { Terminal } from '../terminal.js';
import { Workspace } from '../workspace.js';
import { unusedOption } from '../unused-option.js';

/** A trained model, and the data that it was trained and tested on. */
export interface TestedRun extends DatasetPair {
  /** The folder of the run. */
  readonly path: string;
  readonly spec: Spec;
  readonly model: LatentVariableModel;
  readonly terminal: Terminal;
  /** Loads its data again, prepared in another way. */
  readonly reload: (changes: Partial<Spec['data']>) => Promise<DatasetPair>;
}

export interface RunCommandOptions extends CommonOptions, BackendOptions {
  readonly seed?: number;
  readonly dataDir?: string;
}

/** What the work of a command is told beside its own options. */
export interface Seeded {
  /** The run's where none was given. */
  readonly seed: number;
  readonly seedGiven: boolean;
}

export interface RunCommand<Options> {
  readonly name: string;
  readonly summary: string;
  readonly details?: string;
  readonly examples: readonly string[];
  /** What is to be said of a model whose examples have no codes. */
  readonly withoutCodes: string;
  /** Whether it makes random draws, which `--seed` names. */
  readonly draws?: boolean;
  /** Refuses options before anything is loaded. */
  readonly check?: (options: Options) => void;
  /** Does the work, and gives what is to be said of it, in words and for programs. */
  readonly work: (
    run: TestedRun,
    options: Options & Seeded,
  ) => Promise<{ readonly text: string; readonly value: Readonly<Record<string, unknown>> }>;
}

function nothingToShow(what: string, problem: string): HelmholtzError {
  return new HelmholtzError('usage', `${what} ${problem}`, {
    hint: 'helmholtz evaluate says what it predicts, and how sure it is; helmholtz draw shows the model.',
  });
}

/** A command that makes something of a trained model and its data. */
export function runCommand<Options>({
  name,
  summary,
  details,
  examples,
  withoutCodes,
  draws = false,
  check,
  work,
}: RunCommand<Options>): Command {
  const sentence = `${summary[0]!.toUpperCase()}${summary.slice(1)}.`;
  const lines = ['', ...examples].map((example) => {
    const argv = example.startsWith('runs/') ? example : `runs/mine ${example}`.trimEnd();
    return `\n  $ helmholtz ${name} ${argv}`;
  });
  const command = new Command(name)
    .summary(summary)
    .description(details ? `${sentence} ${details}` : sentence)
    .argument('<run>', 'the folder of a run')
    .addOption(
      new Option('--seed <number>', "names the draws; the run's seed unless given")
        .argParser(wholeNumber(0))
        .hideHelp(!draws),
    )
    .option('--data-dir <folder>', "folder with the data set's files, where it is not the one of the run")
    .addHelpText('after', `\nExamples:${lines.join('')}`)
    .action(async (path: string, options: RunCommandOptions & Options) => {
      const seedGiven = options.seed !== undefined;
      if (seedGiven && !draws) throw unusedOption(`--seed ${options.seed}`, `${name} makes no random draws`);
      check?.(options);
      const workspace = await Workspace.open(options);
      const backend = await workspace.selectBackend(options);
      const { spec, model } = await workspace.openRun(path);
      const problem = codesProblem(model);
      if (problem !== undefined) throw nothingToShow(withoutCodes, problem);
      const { dataDir = spec.data.dataDir, seed = spec.seed } = options;
      const reload: TestedRun['reload'] = (changes) =>
        workspace.loadData({ ...spec.data, dataDir, ...changes });
      const { terminal } = workspace;
      const run = { ...(await reload({})), path, spec, model, terminal, reload };
      const { text, value } = await work(run, { ...options, seed, seedGiven });
      terminal.result(text, { ...value, runDir: path, backend });
    });
  return withCommonOptions(withBackendOption(command));
}
