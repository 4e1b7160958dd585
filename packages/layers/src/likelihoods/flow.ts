import { itemAt } from '@helmholtz/base';
import { likelihoodPart } from '@helmholtz/core';
import {
  type Flow,
  FlowDistribution,
  Normal,
  type Support,
  flowOfText,
  flowText,
} from '@helmholtz/distributions';
import { type Tensor, exp } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { flowInitializer } from '../flows/flow-initializer.js';
import { type StepInput, cheapFlow, stepsOption } from '../flows/steps-option.js';
import type { Named, Shape } from '../layer.js';
import { type LikelihoodConfig, type LikelihoodOptions, likelihoodConfig } from './likelihood.js';
import {
  ParameterizedLikelihood,
  type ParameterSource,
  parameterizedPart,
  stackedShape,
} from './parameterized.js';

const ownParameters = { scale: { source: 'learnedPerElement', begin: 1 } } as const;

/**
 * p(x given z) of real-valued vectors along the last axis, by a normalizing flow: u ~ N(loc(z),
 * scale^2), x = f(u). All examples share the weights of f. The generative network decides `loc`;
 * the scale is learned, fixed or from the network, too.
 */
export class FlowLikelihood extends ParameterizedLikelihood<typeof ownParameters> {
  static readonly className = 'FlowLikelihood';
  static readonly description =
    'log p(x) of a normalizing flow of real-valued vectors, from its base location';
  readonly family = 'flow';
  readonly support: Support;
  private readonly flow: Flow;
  private weight: LayerVariable | undefined;

  constructor(config: LikelihoodConfig & { readonly flow: Named; readonly scale?: ParameterSource }) {
    super(config, ownParameters);
    this.flow = flowOfText(config.flow.name);
    this.support = this.flow.codomain;
  }

  override build(inputShape: Shape | Shape[]): void {
    super.build(inputShape);
    const parameters = this.computeOutputShape(inputShape).at(-1)!;
    const size = parameters / itemAt(this.parameterShape([1]), 0);
    const count = this.flow.weightCount(size);
    if (count === 0) return;
    this.weight = this.addWeight('flow', [count], 'float32', flowInitializer(this.flow, size));
  }

  override sharedConfig() {
    return undefined;
  }

  protected distributionFrom(loc: Tensor, { scale: logScale }: { readonly scale: Tensor }): FlowDistribution {
    const base = new Normal(loc, exp(logScale), logScale);
    return new FlowDistribution(this.flow, { base, weights: this.weight?.read() });
  }

  override getConfig() {
    return { ...super.getConfig(), flow: { name: flowText(this.flow) } };
  }
}

/**
 * The head: `flowLikelihood({ steps: [{ name: 'affineCoupling', repeat: 4 }] })`.
 *
 * @throws HelmholtzError (`usage`) for a flow without a cheap inverse, which the density of data
 * takes.
 *
 * @example
 * ```ts
 * import { flowLikelihood } from '@helmholtz/layers';
 * import { ones, zeros } from '@tensorflow/tfjs-core';
 *
 * const head = flowLikelihood({ steps: ['actNorm', { name: 'affineCoupling', repeat: 4 }] });
 * head.build([null, 2]);
 * console.log(head.nll(ones([1, 2]), zeros([1, 2])).dataSync()[0]?.toFixed(3)); // 2.838
 * ```
 */
export function flowLikelihood({
  steps,
  scale = ownParameters.scale.source,
  ...options
}: LikelihoodOptions & {
  readonly steps: readonly StepInput[];
  readonly scale?: ParameterSource;
}): FlowLikelihood {
  const config = likelihoodConfig(options);
  const flow = cheapFlow(steps, 'inverse', `The likelihood of "${config.variable.name}"`);
  return new FlowLikelihood({ ...config, flow: { name: flowText(flow) }, scale });
}

const scaleOption = parameterizedPart('normal', '', ownParameters, () => undefined as never).options.shape
  .scale;

export const flowPart = likelihoodPart({
  name: 'flow',
  description: 'a normalizing flow of real-valued vectors; steps: 4 of affineCoupling by default',
  options: z.strictObject({
    steps: stepsOption([{ name: 'affineCoupling', repeat: 4 }]),
    scale: scaleOption,
  }),
  parameterShape: (eventShape, { scale }) => stackedShape(eventShape, { scale }),
  head: (config, { steps, scale }) => flowLikelihood({ ...config, steps: steps as StepInput[], scale }),
});
