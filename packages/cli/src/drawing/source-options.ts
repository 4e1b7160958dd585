import type { Command } from 'commander';

import { sizes } from '../options.js';

/** Adds the argument for the models of a command, and the options for sizes of recipes. */
export function withSources(command: Command): Command {
  return command
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
    .option('--likelihood <name>', 'likelihood of a recipe; all of them: helmholtz list likelihoods');
}
