import { catalogue, chooseByName, type NamedPart } from '@helmholtz/core';
import { flowSteps, noiseSources, priorFamilies } from '@helmholtz/distributions';
import { datasetSources } from '@helmholtz/datasets';
import { layerDescription, layerNames } from '@helmholtz/layers';
import { Command } from 'commander';

import { backends } from '../backends/backends.js';
import { type CommonOptions, withCommonOptions } from '../options.js';
import { Workspace } from '../workspace.js';

export function listCommand(): Command {
  const command = new Command('list')
    .summary('list recipes, likelihoods, priors, objectives, layers, data sets and backends')
    .description('Lists every name that a spec or a command line can use, with those of plugins.')
    .argument('[kind]', 'list only this kind, such as recipes')
    .addHelpText(
      'after',
      '\nExamples:\n  $ helmholtz list\n  $ helmholtz list recipes --plugin ./examples/plugins/two-layer-dlgm.js',
    )
    .action(runList);
  return withCommonOptions(command);
}

async function runList(kind: string | undefined, options: CommonOptions): Promise<void> {
  const { container, plugins, terminal } = await Workspace.open(options);
  const partsByKind: Record<string, NamedPart[]> = {
    recipes: summarize(container.getAll(catalogue.recipe)),
    likelihoods: summarize(container.getAll(catalogue.likelihood)),
    posteriors: summarize(container.getAll(catalogue.posterior)),
    priors: summarize([...priorFamilies(), ...container.getAll(catalogue.prior)]),
    conditionalPriors: summarize(container.getAll(catalogue.conditionalPrior)),
    flowSteps: summarize(flowSteps()),
    noise: summarize(noiseSources()),
    objectives: summarize(container.getAll(catalogue.objective)),
    datasets: summarize([...datasetSources, ...plugins.datasets]),
    backends: summarize(backends),
    layers: listLayers(),
  };
  const kinds = Object.keys(partsByKind).map((name) => ({ name, description: '' }));
  const shownParts =
    kind === undefined ? partsByKind : { [kind]: partsByKind[chooseByName('kind', kinds, kind).name]! };
  terminal.result(Object.entries(shownParts).map(section).join('\n\n'), shownParts);
}

function summarize(parts: readonly NamedPart[]): NamedPart[] {
  // A plugin's part replaces a built-in part of the same name.
  return [...new Map(parts.map(({ name, description }) => [name, { name, description }])).values()];
}

function listLayers(): NamedPart[] {
  const { factories, classes } = layerNames();
  return [...factories, ...classes].map((name) => ({ name, description: layerDescription(name) }));
}

function section([kind, parts]: [string, readonly NamedPart[]]): string {
  const width = Math.max(...parts.map(({ name }) => name.length));
  return [
    `${kind}:`,
    ...parts.map(({ name, description }) => `  ${name.padEnd(width)}  ${description}`),
  ].join('\n');
}
