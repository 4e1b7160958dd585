import { type Tensor, type Variable, add } from '@tensorflow/tfjs-core';
import type { LayerVariable, LayersModel } from '@tensorflow/tfjs-layers';

import type { ModelDescription } from '../description/description.js';
import type { Distribution } from '../distributions/distribution.js';
import { HelmholtzError } from '../errors.js';
import type { Spec } from '../spec/schema.js';
import { describeModel } from './describe.js';
import { type GraphFunction, GraphPlan, type Slot } from './plan.js';
import { hasRole } from './roles.js';
import type { ModelTerms } from './terms.js';
import {
  type InputVariable,
  type LatentVariable,
  type NoiseVariable,
  type ObservedVariable,
  findInputs,
  findLatents,
  findObserved,
} from './variables.js';
import { graphWeights } from './weights.js';

/**
 * A layers graph read as a probabilistic model: a pure function of (weights, data, noise).
 *
 * The graph stays an ordinary `LayersModel`; this finds the variables in it by what its layers declare.
 */
export class LatentVariableModel {
  readonly plan: GraphPlan;
  readonly inputs: readonly InputVariable[];
  readonly noise: readonly NoiseVariable[];
  readonly latents: readonly LatentVariable[];
  readonly observed: readonly ObservedVariable[];
  /** Every variable under a stable name. */
  readonly weights: ReadonlyMap<string, LayerVariable>;
  private readonly forward: GraphFunction;

  /**
   * @param spec the declaration that the graph was built from, where there is one.
   * @throws HelmholtzError (`graph`) where a likelihood names an input that the graph does not have.
   */
  constructor(
    readonly layersModel: LayersModel,
    readonly spec?: Spec,
  ) {
    this.plan = new GraphPlan(layersModel);
    this.weights = graphWeights(this.plan);
    ({ inputs: this.inputs, noise: this.noise } = findInputs(layersModel, this.plan));
    this.latents = findLatents(this.plan);
    this.observed = findObserved(this.plan, this.inputs);
    this.forward = this.plan.prepare(this.fedSlots(), this.termSlots());
  }

  get description(): ModelDescription {
    return describeModel(this.layersModel);
  }

  get trainableVariables(): Variable[] {
    return this.layersModel.trainableWeights.map((weight) => weight.read() as Variable);
  }

  /**
   * The model's distributions at a batch and a draw of noise, each call of the graph run once.
   *
   * @param inputs one tensor [batch, ...shape] for each of `this.inputs`.
   * @param noise one tensor [batch, ...shape] for each of `this.noise`.
   * @throws HelmholtzError (`data`) where the tensors disagree about the batch size or with the shapes.
   */
  terms(
    inputs: readonly Tensor[],
    noise: readonly Tensor[],
    options: { training?: boolean } = {},
  ): ModelTerms {
    checkFeeds([...this.inputs, ...this.noise], [...inputs, ...noise]);
    const values = this.forward([...inputs, ...noise], options)[Symbol.iterator]();
    const next = (): Tensor => values.next().value!;
    const latents = this.latents.map(({ name, divergence, posteriorParameters, priorParameters, value }) => ({
      name,
      posterior: divergence.posterior(posteriorParameters.map(next)),
      prior: divergence.prior(priorParameters.map(next)),
      value: value === undefined ? undefined : next(),
    }));
    const observed = this.observed.map(({ name, likelihood, input }) => ({
      name,
      likelihood: likelihood.distribution(next()),
      value: inputs[this.inputs.indexOf(input)]!,
    }));
    return { latents, observed };
  }

  /**
   * The likelihood of each observed variable given values of the latents.
   *
   * @param latents one tensor [batch, ...shape] for each of `this.latents`.
   */
  decode(latents: readonly Tensor[]): Distribution[] {
    const fed = this.latents.map(({ name, value }) => {
      if (value !== undefined) return value;
      throw new HelmholtzError('graph', `The value of the latent "${name}" is not named in the graph.`, {
        hint: 'Pass it through a latent layer: latent({ variable }).apply(z).',
      });
    });
    const parameters = this.plan.prepare(
      fed,
      this.observed.map((variable) => variable.parameters),
    )(latents);
    return this.observed.map(({ likelihood }, index) => likelihood.distribution(parameters[index]!));
  }

  /**
   * The prior of a latent given values of those that it depends on.
   *
   * @param given values [batch, ...shape] by the latent's name.
   * @throws HelmholtzError (`graph`) where the prior depends on anything that is not given.
   */
  priorOf(latent: LatentVariable, given: ReadonlyMap<string, Tensor>): Distribution {
    const known = this.latents.filter(({ name, value }) => value !== undefined && given.has(name));
    const parameters = this.plan.prepare(
      known.map(({ value }) => value!),
      latent.priorParameters,
    )(known.map(({ name }) => given.get(name)!));
    return latent.divergence.prior(parameters);
  }

  /** The latents in an order in which each comes after those that its prior depends on. */
  get ancestralOrder(): readonly LatentVariable[] {
    const ordered: LatentVariable[] = [];
    for (let left = [...this.latents]; left.length > 0;) {
      const fed = ordered.flatMap(({ value }) => (value === undefined ? [] : [value]));
      const next = left.find(({ priorParameters }) => this.plan.computes(fed, priorParameters));
      if (!next) {
        throw new HelmholtzError(
          'graph',
          `The prior of "${left[0]!.name}" depends on more than other latents.`,
          {
            hint: 'A prior is constant, or computed from latents that do not depend on it.',
          },
        );
      }
      ordered.push(next);
      left = left.filter((latent) => latent !== next);
    }
    return ordered;
  }

  /** The sum of what ordinary layers add to the loss, such as weight decay; undefined where none adds any. */
  regularization(): Tensor | undefined {
    const layers = new Set(this.plan.calls.map((call) => call.layer));
    const losses = [...layers].flatMap((layer) => (hasRole(layer, 'kl') ? [] : layer.calculateLosses()));
    return losses.length === 0 ? undefined : losses.reduce((sum, loss) => add(sum, loss));
  }

  private fedSlots(): Slot[] {
    return [...this.inputs, ...this.noise].map((input) => input.slot);
  }

  private termSlots(): Slot[] {
    return [
      ...this.latents.flatMap(({ posteriorParameters, priorParameters, value }) => [
        ...posteriorParameters,
        ...priorParameters,
        ...(value === undefined ? [] : [value]),
      ]),
      ...this.observed.map((variable) => variable.parameters),
    ];
  }
}

function checkFeeds(variables: readonly InputVariable[], tensors: readonly Tensor[]): void {
  if (tensors.length !== variables.length) {
    throw new HelmholtzError(
      'data',
      `The graph has ${variables.length} inputs, but ${tensors.length} were given.`,
      {
        hint: `Inputs, in order: ${variables.map(({ name }) => name).join(', ')}.`,
      },
    );
  }
  const batchSize = tensors[0]?.shape[0];
  variables.forEach(({ name, shape }, index) => {
    const given = tensors[index]!.shape;
    const fits =
      given.length === shape.length + 1 &&
      shape.every((size, axis) => (size as number | null) === null || size === given[axis + 1]);
    if (!fits || given[0] !== batchSize) {
      throw new HelmholtzError('data', `"${name}" was given a tensor of shape [${given.join(', ')}].`, {
        hint: `Expected [${[batchSize, ...shape].join(', ')}]: all inputs and noise have the same batch size.`,
      });
    }
  });
}
