import { type OpenedRun, unusedOption } from '@helmholtz/analysis';
import type { LatentVariableModel } from '@helmholtz/core';
import { Command, Option } from 'commander';

import {
  type BackendOptions,
  type CommonOptions,
  wholeNumber,
  withAcceptSpecOption,
  withBackendOption,
  withCommonOptions,
  withDataOption,
} from '../options.js';
import type { Terminal } from '../terminal.js';
import { Workspace } from '../workspace.js';
import { omittedMoments, type Shown } from './omitted-moments.js';

/** Run that a command has opened. */
export interface TestedRun extends OpenedRun {
  /** Folder of the run. */
  readonly path: string;
  readonly terminal: Terminal;
}

export interface RunCommandOptions extends CommonOptions, BackendOptions {
  readonly seed?: number;
  readonly dataDir?: string;
  readonly data?: string;
  readonly acceptSpec: boolean;
}

export interface RunCommand<Options> {
  readonly name: string;
  readonly summary: string;
  readonly details?: string;
  readonly examples: readonly string[];
  /** Means that it shows. Default: those of posteriors, as codes, and of likelihoods */
  readonly shown?: readonly Shown[];
  /** Whether it draws random numbers and so takes `--seed`. */
  readonly draws?: boolean;
  /** Whether it takes `--data`: new examples instead of the test set. */
  readonly newExamples?: boolean;
  /** Whether it needs examples, also as a function of the model. Default: true */
  readonly needsExamples?: NeedsExamples<Options>;
  /** Checks options before anything is loaded. */
  readonly check?: (options: Options) => void;
  /** Does the work and returns the result as text and as JSON. */
  readonly work: (
    run: TestedRun,
    options: Options,
  ) => Promise<{ readonly text: string; readonly value: CommandValue }>;
}

type CommandValue = Readonly<Record<string, unknown>> & {
  /** Parts of the result that are missing, and why. */
  readonly omitted?: Readonly<Record<string, string>>;
};

/** Whether a command needs examples of a model. */
export type NeedsExamples<Options> = boolean | ((model: LatentVariableModel, options: Options) => boolean);

/** Creates a command on a run: a trained model and its data. */
export function runCommand<Options>({
  name,
  summary,
  details,
  examples: commandLines,
  shown = ['posteriorMeans', 'likelihoodMeans'],
  draws = false,
  newExamples = false,
  needsExamples = true,
  check,
  work,
}: RunCommand<Options>): Command {
  const sentence = `${summary[0]!.toUpperCase()}${summary.slice(1)}.`;
  const lines = ['', ...commandLines].map((example) => {
    const argv = example.startsWith('runs/') ? example : `runs/mine ${example}`.trimEnd();
    return `\n  $ helmholtz ${name} ${argv}`;
  });
  const command = new Command(name)
    .summary(summary)
    .description(details ? `${sentence} ${details}` : sentence)
    .argument('<run>', 'run folder')
    .addOption(
      new Option('--seed <number>', 'seed of the draws (default: that of the run)')
        .argParser(wholeNumber(0))
        .hideHelp(!draws),
    )
    .option('--data-dir <folder>', "folder with the data set's files (default: that of the run)")
    .addHelpText('after', `\nExamples:${lines.join('')}`)
    .action(async (path: string, options: RunCommandOptions & Options) => {
      const { seed } = options;
      if (seed !== undefined && !draws) throw unusedOption('seed', seed, `${name} draws no random numbers`);
      check?.(options);
      const workspace = await Workspace.open(options);
      const backend = await workspace.selectBackend(options);
      const { data, dataDir, acceptSpec } = options;
      const examples =
        typeof needsExamples === 'boolean'
          ? needsExamples
          : (model: LatentVariableModel) => needsExamples(model, options);
      const opened = await workspace.openRun(path, { data, dataDir, examples, acceptSpec });
      const { terminal } = workspace;
      const missing = omittedMoments(opened.model, shown);
      for (const note of Object.values(missing)) terminal.status(note);
      const { text, value } = await work({ ...opened, path, terminal }, options);
      const { omitted: own, ...result } = value;
      const omitted = { ...missing, ...own };
      const listed = Object.keys(omitted).length > 0 ? { omitted } : {};
      terminal.result(text, { ...result, ...listed, runDir: path, backend });
    });
  if (newExamples) withDataOption(command);
  return withCommonOptions(withBackendOption(withAcceptSpecOption(command)));
}
