import type { DrawOptions } from '@helmholtz/diagrams';
import { type Command, Option } from 'commander';

/** What a level may show or not: `--shapes` and `--no-shapes`; without either, as the view has it. */
const switches = {
  shapes: ['showShapes', 'shapes of inputs and outputs'],
  dtype: ['showDtype', 'data types'],
  names: ['showLayerNames', 'names of layers'],
  activations: ['showLayerActivations', 'activations'],
  trainable: ['showTrainable', "whether training changes a layer's weights"],
  parameters: ['showParameters', 'how many numbers the weights hold; of plates: θ and φ'],
  nested: ['expandNested', 'what is inside nested models'],
  group: ['groupByNetwork', 'frames around the recognition and the generative network'],
  color: ['colorByRole', 'colours and lines by role'],
  legend: ['legend', 'what the colours mean'],
  noise: ['showNoise', 'of plates: the noise that latents are made of'],
  densities: ['showDensities', 'of plates: the densities with their families and shapes'],
} as const satisfies Record<string, readonly [keyof DrawOptions, string]>;

export type LayerSwitches = { readonly [name in keyof typeof switches]?: boolean };

export function withLayerSwitches(command: Command): Command {
  for (const [name, [, what]] of Object.entries(switches)) {
    command.option(`--${name}`, what).addOption(new Option(`--no-${name}`).hideHelp());
  }
  return command;
}

/** The options of a drawing that were switched on or off. */
export function switched(options: LayerSwitches): DrawOptions {
  const given = Object.entries(switches).flatMap(([name, [option]]) => {
    const value = options[name as keyof LayerSwitches];
    return value === undefined ? [] : [[option, value] as const];
  });
  return Object.fromEntries(given);
}
