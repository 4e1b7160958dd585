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
    .summary('print what a run fitted to its training data: means, deviations, categories, ranges')
    .description(
      'Prints the values that a run fitted to its training data. Other commands apply them to new examples. With --json, the ' +
        'result is the contents of fitted.json.',
    )
    .argument('<run>', 'run folder')
    .addHelpText('after', examples)
    .action(runInspect);
  return withCommonOptions(command);
}

async function runInspect(path: string, options: CommonOptions): Promise<void> {
  const fitted = await fittedOfRun(await RunDirectory.open(path));
  if (!fitted) {
    throw new HelmholtzError('data', `${path} has no fitted.json: an older version trained it.`, {
      hint: `Resume the run on its own data to add the file: helmholtz train --resume ${path}`,
    });
  }
  createTerminal(options).result(fittedText(fitted), { runDir: path, fitted });
}
