import { HelmholtzError } from '@helmholtz/base';

import { defined } from '../defined.js';

/** What a plate diagram shows beside the variables and what they depend on. */
export interface PlateOptions {
  /** The noise that each latent is made of. */
  readonly showNoise: boolean;
  /** The learned numbers of either direction, as θ and φ. */
  readonly showParameters: boolean;
  /** A list of the densities below the figure, with families and shapes. */
  readonly showDensities: boolean;
  /** How many examples there are; N stands alone where it is not known. */
  readonly dataSize: number | undefined;
  /** How many draws of the latents an example's bound is estimated with; with more than one they have a plate. */
  readonly samples: number | undefined;
  /** Symbols by the names of variables, in the notation of TeX, such as `{ z1: 'h_{n}' }`. */
  readonly symbols: Readonly<Record<string, string>>;
  /** A heading above the figure. */
  readonly title: string | undefined;
}

const defaults: PlateOptions = {
  showNoise: true,
  showParameters: true,
  showDensities: true,
  dataSize: undefined,
  samples: undefined,
  symbols: {},
  title: undefined,
};

export function resolvePlateOptions(options: Partial<PlateOptions>): PlateOptions {
  const resolved = { ...defaults, ...defined(options) };
  for (const key of ['dataSize', 'samples'] as const) {
    const size = resolved[key];
    if (size === undefined || (Number.isSafeInteger(size) && size > 0)) continue;
    throw new HelmholtzError('usage', `${key} is ${size}, but must be a whole number above 0.`, {
      hint: 'Leave it out where it is not known.',
    });
  }
  return resolved;
}
