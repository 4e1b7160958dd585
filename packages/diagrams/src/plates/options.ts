import { HelmholtzError } from '@helmholtz/base';

import { defined } from '../defined.js';

/** Options of plate diagrams. */
export interface PlateOptions {
  /** Shows the noise of each latent variable. Default: true. */
  readonly showNoise: boolean;
  /** Shows the parameters of the generative and recognition networks as θ and φ. Default: true. */
  readonly showParameters: boolean;
  /** Lists the densities with families and shapes below the figure. Default: true. */
  readonly showDensities: boolean;
  /** Number of examples, shown as `N = 60,000`. Default: unknown, shown as N. */
  readonly dataSize: number | undefined;
  /** Number of samples of the latents per example. More than one adds a plate. */
  readonly samples: number | undefined;
  /** Symbols by variable name, in TeX notation, such as `{ z1: 'h_{n}' }`. */
  readonly symbols: Readonly<Record<string, string>>;
  /** Heading above the figure. Default: none. */
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
    throw new HelmholtzError('usage', `${key} must be an integer above 0. Received: ${size}.`, {
      hint: 'Omit it if it is not known.',
    });
  }
  return resolved;
}
