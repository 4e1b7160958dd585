import { summarize } from '@helmholtz/diagrams';
import { Command } from 'commander';

import type { SpecOptions } from '@helmholtz/recipes/reading';
import { openSubjects } from '../drawing/open-subjects.js';
import { withSources } from '../drawing/source-options.js';
import { type CommonOptions, withCommonOptions } from '../options.js';
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
    .addHelpText('after', examples)
    .action(runSummary);
  return withCommonOptions(withSources(command));
}

async function runSummary(sources: readonly string[], options: CommonOptions & SpecOptions): Promise<void> {
  const subjects = await openSubjects(sources.length === 0 ? ['vae'] : sources, options);
  const models = subjects.map(({ name, description }) => ({ name, description }));
  const tables = models.map(({ description }) => summarize(description).trimEnd());
  createTerminal(options).result(tables.join('\n\n'), { models });
}
