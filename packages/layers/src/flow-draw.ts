import { HelmholtzError } from '@helmholtz/base';
import type { LatentConfig, SymbolicDistribution } from '@helmholtz/core';
import { orderedParameters } from '@helmholtz/distributions';
import { tidy } from '@tensorflow/tfjs-core';
import type { SymbolicTensor, layers } from '@tensorflow/tfjs-layers';

import { ChangeOfVariables } from './change-of-variables.js';
import { DrawWithLogProb } from './draw-with-log-prob.js';
import { FlowLayer } from './flow-layer.js';
import { latent } from './latent.js';
import { noiseInput } from './noise-input.js';
import { withDivergenceAtDraw } from './with-divergence.js';

/** Options of `flowDraw`. */
export interface FlowDraw {
  /** Name of the posterior in diagrams and errors, such as `planar`. */
  readonly family: string;
  /** Base distribution: a registered family with its parameters. */
  readonly base: SymbolicDistribution;
  /**
   * Layers that are applied one after another. Each maps a value, [batch, size], to two tensors:
   * the next value, and log |det J|, [batch, 1] or [batch].
   */
  readonly flows: readonly layers.Layer[];
}

/**
 * Adds a latent drawn from a normalizing flow to the graph: noise, base draw, bijectors and an
 * estimated KL divergence (Rezende and Mohamed 2015, equation 13).
 *
 * @returns the value of the latent, [batch, size].
 * @throws HelmholtzError (`usage`) for a flow layer whose bijector has no cheap forward direction.
 *
 * @example
 * ```ts
 * import { constantPrior } from '@helmholtz/core';
 * import { bijectors } from '@helmholtz/distributions';
 * import { FlowLayer, flowDraw } from '@helmholtz/layers';
 * import { input } from '@tensorflow/tfjs-layers';
 *
 * class Halving extends FlowLayer {
 *   static readonly className = 'Halving';
 *   bijector() {
 *     return bijectors.affine({ scale: 0.5 });
 *   }
 * }
 * const [loc, logVariance] = [input({ shape: [2] }), input({ shape: [2] })];
 * const base = { family: 'normal', parameters: { loc, logVariance } };
 * const flows = [new Halving({ name: 'halving' })];
 * const prior = constantPrior('standardNormal');
 * const latent = { variable: 'z', size: 2, prior, noise: 'standardNormal' };
 * console.log(flowDraw({ family: 'halved', base, flows }, latent).shape); // [ null, 2 ]
 * ```
 */
export function flowDraw(
  { family, base, flows }: FlowDraw,
  { variable, size, prior, noise }: LatentConfig,
): SymbolicTensor {
  const parameters = orderedParameters(`the posterior of "${variable}"`, base.family, base.parameters);
  const epsilon = noiseInput({ shape: [size], name: `${variable}_noise`, variable, source: noise });
  const draw = new DrawWithLogProb({ name: `${variable}_base`, family: { name: base.family } });
  const [start, baseLogProb] = draw.apply([...parameters, epsilon]) as [SymbolicTensor, SymbolicTensor];
  let value = start;
  const logDets: SymbolicTensor[] = [];
  for (const flow of flows) {
    const [next, logDet] = flow.apply(value) as [SymbolicTensor, SymbolicTensor];
    checkForward(flow, variable);
    value = next;
    logDets.push(logDet);
  }
  const density = new ChangeOfVariables({ name: `${variable}_log_prob` });
  // One input alone would not be a list.
  const logProb = logDets.length === 0 ? baseLogProb : density.apply([baseLogProb, ...logDets]);
  const passedOn = withDivergenceAtDraw({
    variable,
    family,
    value,
    logProb: logProb as SymbolicTensor,
    prior,
  });
  return latent({ variable }).apply(passedOn) as SymbolicTensor;
}

/** Checks the direction that every draw takes. The bijector's parameters do not matter. */
function checkForward(flow: layers.Layer, variable: string): void {
  if (!(flow instanceof FlowLayer)) return;
  let costly: string | undefined;
  tidy(() => {
    const { name, cheap } = flow.bijector();
    if (!cheap.includes('forward')) costly = name;
  });
  if (costly === undefined) return;
  throw new HelmholtzError(
    'usage',
    `The posterior of "${variable}" draws by the layer "${flow.name}", whose bijector "${costly}" has no cheap forward direction.`,
    { hint: 'Return a bijector with forward in `cheap`, or its inverse: inverted(bijector).' },
  );
}
