import { fittedOfRun, fittedText } from '@helmholtz/analysis';
import { HelmholtzError } from '@helmholtz/base';
import { RunDirectory } from '@helmholtz/core/run';
import { Command } from 'commander';

import { type CommonOptions, withCommonOptions } from '../options.js';
import { createTerminal } from '../terminal.js';

const examples = `
Examples:
  $ helmholtz inspect runs/mine
  $ helmholtz inspect runs/mine --json`;

export function inspectCommand(): Command {
  const command = new Command('inspect')
    .summary('what a run keeps of its training data: means, deviations, categories, ranges')
    .description(
      'Shows what was fitted to the training data of a run, which later commands apply to new examples. With --json, the ' +
        'contents of fitted.json.',
    )
    .argument('<run>', 'the folder of a run')
    .addHelpText('after', examples)
    .action(runInspect);
  return withCommonOptions(command);
}

async function runInspect(path: string, options: CommonOptions): Promise<void> {
  const fitted = await fittedOfRun(await RunDirectory.open(path));
  if (!fitted) {
    throw new HelmholtzError(
      'data',
      `${path} keeps nothing that was fitted to its data: an older version trained it.`,
      {
        hint: `Add it by resuming the run on the data that it was trained on: helmholtz train --resume ${path}`,
      },
    );
  }
  createTerminal(options).result(fittedText(fitted), { runDir: path, fitted });
}
