import { HelmholtzError } from '@helmholtz/base';
import type { PriorConfig } from '@helmholtz/distributions';

import { KLDivergence } from './kl-divergence.js';
import type { RatioEstimator } from './kl-divergence-config.js';
import type { LayerConfig } from './layer.js';

/** Options of `klDivergenceLayer`. */
export interface KLDivergenceOptions extends LayerConfig {
  /** Name of the latent variable. `z` by default. */
  readonly variable?: string;
  /** Name of the posterior's family. `normal` by default. */
  readonly posterior?: string;
  /** Name of the prior's family, with constants unless conditional. Standard normal by default. */
  readonly prior?: PriorConfig;
  /** Whether the prior's parameters are further inputs. False by default. */
  readonly conditional?: boolean;
  /**
   * Whether all N examples share the latent. Each then adds KL / N to the loss. False by default.
   */
  readonly global?: boolean | undefined;
  /**
   * Whether the posterior computes its density only at its draw. Its family need not be registered.
   * The inputs are then log q(z) and z: `klDivergenceLayer({ atDraw: true }).apply([logProb, z])`.
   * False by default.
   */
  readonly atDraw?: boolean | undefined;
  /**
   * With `atDraw`: whether the parameters of the posterior's family follow log q(z), by which its
   * density is known at other values, too. False by default.
   */
  readonly parameterized?: boolean | undefined;
  /**
   * Estimate of log q(z | x) - log p(z) in place of the closed form, for a posterior without a
   * density: `klDivergenceLayer({ ratio: (z, x) => discriminator.apply([z, x]) }).apply([z, x])`.
   * It is a function, so a saved model is loaded without it.
   */
  readonly ratio?: RatioEstimator | undefined;
  /** Whether the posterior has no density, only draws. True with `ratio`, otherwise false. */
  readonly implicit?: boolean | undefined;
}

/**
 * Creates a KL divergence layer. It returns its inputs and adds KL(q(z | x), p(z)) to the loss.
 *
 * @throws HelmholtzError (`usage`) for an unknown posterior or prior, or if the two do not fit.
 *
 * @example
 * ```ts
 * import { klDivergenceLayer } from '@helmholtz/layers';
 * import { type SymbolicTensor, input, layers } from '@tensorflow/tfjs-layers';
 *
 * const features = input({ shape: [16] });
 * const parameters = ['z_loc', 'z_log_variance'].map(
 *   (name) => layers.dense({ units: 2, name }).apply(features) as SymbolicTensor,
 * );
 * const [loc, logVariance] = klDivergenceLayer().apply(parameters) as SymbolicTensor[];
 * console.log(loc?.shape, logVariance?.shape); // [ null, 2 ] [ null, 2 ]
 * ```
 */
export function klDivergenceLayer({
  variable = 'z',
  name = `${variable}_kl`,
  ratio,
  implicit = ratio !== undefined,
  posterior = implicit ? 'implicit' : 'normal',
  prior = { name: 'standardNormal' },
  conditional = false,
  global = false,
  atDraw = false,
  parameterized = false,
  ...config
}: KLDivergenceOptions = {}): KLDivergence {
  if (ratio && posterior !== 'implicit') throw withDensity(variable, posterior);
  return new KLDivergence({
    ...config,
    name,
    variable: { name: variable },
    posterior: { name: posterior },
    prior,
    conditional,
    global,
    atDraw,
    parameterized,
    implicit,
    ratio,
  });
}

function withDensity(variable: string, posterior: string): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The KL divergence of "${variable}" has both a ratio estimator and the posterior "${posterior}", which has a density.`,
    { hint: 'Leave posterior out for a posterior of which only draws are known, or leave ratio out.' },
  );
}
