import { summarize } from '@helmholtz/diagrams';
import { Command } from 'commander';

import type { SpecOptions } from '@helmholtz/recipes/reading';
import { openSubjects } from '../drawing/open-subjects.js';
import { type CommonOptions, sizes, withCommonOptions } from '../options.js';
import { createTerminal } from '../terminal.js';

const examples = `
Examples:
  $ helmholtz summary vae --latent 10
  $ helmholtz summary examples/models/two-hidden-layers.yaml
  $ helmholtz summary model.json   (saved by TensorFlow.js or Keras)`;

export function summaryCommand(): Command {
  const command = new Command('summary')
    .summary('print the layers of a model with shapes and parameters')
    .description(
      'Lists the layers of a model with roles, shapes, parameters and totals. With --json, the result is the description of the model.',
    )
    .argument(
      '[source...]',
      'recipes, YAML or JSON spec files, model.json files of TensorFlow.js or Keras, or run folders (default: vae)',
    )
    .option('--hidden <sizes>', "units of a recipe's hidden layers, such as 256 or 512,256", sizes)
    .option(
      '--latent <sizes>',
      "dimensions of a recipe's latents, such as 2, or 100,50 for two latents",
      sizes,
    )
    .option('--likelihood <name>', 'likelihood of a recipe; all of them: helmholtz list likelihoods')
    .addHelpText('after', examples)
    .action(runSummary);
  return withCommonOptions(command);
}

async function runSummary(sources: readonly string[], options: CommonOptions & SpecOptions): Promise<void> {
  const subjects = await openSubjects(sources.length === 0 ? ['vae'] : sources, options);
  const models = subjects.map(({ name, description }) => ({ name, description }));
  const tables = models.map(({ description }) => summarize(description).trimEnd());
  createTerminal(options).result(tables.join('\n\n'), { models });
}
