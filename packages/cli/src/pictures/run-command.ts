import { type OpenedRun, unusedOption } from '@helmholtz/analysis';
import { codeNote, meanNote } from '@helmholtz/core';
import { Command, Option } from 'commander';

import {
  type BackendOptions,
  type CommonOptions,
  wholeNumber,
  withBackendOption,
  withCommonOptions,
  withDataOption,
} from '../options.js';
import type { Terminal } from '../terminal.js';
import { Workspace } from '../workspace.js';

/** A run that a command opened. */
export interface TestedRun extends OpenedRun {
  /** The folder of the run. */
  readonly path: string;
  readonly terminal: Terminal;
}

export interface RunCommandOptions extends CommonOptions, BackendOptions {
  readonly seed?: number;
  readonly dataDir?: string;
  readonly data?: string;
}

export interface RunCommand<Options> {
  readonly name: string;
  readonly summary: string;
  readonly details?: string;
  readonly examples: readonly string[];
  /** Whether it computes codes of examples; true by default. */
  readonly encodes?: boolean;
  /** Whether it makes random draws, and takes `--seed`. */
  readonly draws?: boolean;
  /** Whether it takes `--data`: new examples in place of the test set. */
  readonly newExamples?: boolean;
  /** Whether it needs examples; true by default. */
  readonly needsExamples?: boolean;
  /** Refuses options before anything is loaded. */
  readonly check?: (options: Options) => void;
  /** Does the work and returns the result, as text and for programs. */
  readonly work: (
    run: TestedRun,
    options: Options,
  ) => Promise<{ readonly text: string; readonly value: Readonly<Record<string, unknown>> }>;
}

/** A command that makes something of a trained model and its data. */
export function runCommand<Options>({
  name,
  summary,
  details,
  examples,
  encodes = true,
  draws = false,
  newExamples = false,
  needsExamples = true,
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
      new Option('--seed <number>', "seed of the draws; the run's by default")
        .argParser(wholeNumber(0))
        .hideHelp(!draws),
    )
    .option('--data-dir <folder>', "folder with the data set's files; that of the run by default")
    .addHelpText('after', `\nExamples:${lines.join('')}`)
    .action(async (path: string, options: RunCommandOptions & Options) => {
      const { seed } = options;
      if (seed !== undefined && !draws) throw unusedOption('seed', seed, `${name} makes no random draws`);
      check?.(options);
      const workspace = await Workspace.open(options);
      const backend = await workspace.selectBackend(options);
      const { data, dataDir } = options;
      const opened = await workspace.openRun(path, { data, dataDir, examples: needsExamples });
      const { terminal } = workspace;
      for (const note of [encodes ? codeNote(opened.model) : undefined, meanNote(opened.model)]) {
        if (note !== undefined) terminal.status(note);
      }
      const { text, value } = await work({ ...opened, path, terminal }, options);
      terminal.result(text, { ...value, runDir: path, backend });
    });
  if (newExamples) withDataOption(command);
  return withCommonOptions(withBackendOption(command));
}
