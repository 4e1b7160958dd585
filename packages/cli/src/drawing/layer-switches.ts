import type { DrawOptions } from '@helmholtz/diagrams';
import { type Command, Option } from 'commander';

/** Parts of a drawing that `--shapes` shows and `--no-shapes` hides; the view has the default. */
const switches = {
  shapes: ['showShapes', 'shapes of inputs and outputs'],
  dtype: ['showDtype', 'data types'],
  names: ['showLayerNames', 'layer names'],
  activations: ['showLayerActivations', 'activation functions'],
  trainable: ['showTrainable', 'whether a layer is trainable'],
  parameters: ['showParameters', 'number of parameters; in plates, θ and φ'],
  nested: ['expandNested', 'layers inside nested models'],
  group: ['groupByNetwork', 'frames around the recognition network and the generative network'],
  color: ['colorByRole', 'colours and line styles by role'],
  legend: ['legend', 'legend of the colours'],
  noise: ['showNoise', 'plates only: noise variables of the latents'],
  densities: ['showDensities', 'plates only: densities with families and shapes'],
} as const satisfies Record<string, readonly [keyof DrawOptions, string]>;

export type LayerSwitches = { readonly [name in keyof typeof switches]?: boolean };

export function withLayerSwitches(command: Command): Command {
  for (const [name, [, what]] of Object.entries(switches)) {
    command.option(`--${name}`, what).addOption(new Option(`--no-${name}`).hideHelp());
  }
  return command;
}

/** Returns the drawing options that were switched on or off. */
export function switched(options: LayerSwitches): DrawOptions {
  const switchedOptions = Object.entries(switches).flatMap(([name, [option]]) => {
    const value = options[name as keyof LayerSwitches];
    return value === undefined ? [] : [[option, value] as const];
  });
  return Object.fromEntries(switchedOptions);
}
