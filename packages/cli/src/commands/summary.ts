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
  $ helmholtz summary model.json                            (a model that TensorFlow.js or Keras saved)`;

export function summaryCommand(): Command {
  const command = new Command('summary')
    .summary('a model as a table: layers, roles, shapes, parameters')
    .description(
      'Lists the layers of recipes, declared models, runs, and saved models of TensorFlow.js or Keras, with roles, shapes, parameters and totals. With --json, their descriptions.',
    )
    .argument('[source...]', 'recipes, YAML or JSON files, or folders of runs; vae if none is given')
    .option('--hidden <sizes>', 'hidden units of a recipe, such as 256 or 512,256', sizes)
    .option('--latent <sizes>', 'latent dimensions of a recipe, such as 2, or 100,50 for two latents', sizes)
    .option('--likelihood <name>', 'likelihood of a recipe')
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
