import { HelmholtzError, itemAt } from '@helmholtz/base';
import { type Tensor, add } from '@tensorflow/tfjs-core';
import type { LayerVariable, LayersModel } from '@tensorflow/tfjs-layers';

import { checkFeed } from './feeds.js';
import { type Call, type GraphFunction, GraphPlan } from './plan.js';
import { graphWeights } from './weights.js';

/** Output of one layer. */
export interface LayerOutput {
  /** Stable id, such as `discriminator/discriminator_1`. */
  readonly id: string;
  readonly layer: Call['layer'];
  readonly value: Tensor;
}

/**
 * Network that an objective owns, beside the graph of the model, such as a discriminator. A spec
 * builds it. By hand it is the third argument of `LatentVariableModel`.
 *
 * @example
 * ```ts
 * import { OwnedNetwork } from '@helmholtz/core';
 * import { ones } from '@tensorflow/tfjs-core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * const config = { units: 1, inputShape: [2], name: 'logit' };
 * const dense = layers.dense({ ...config, kernelInitializer: 'ones' });
 * const discriminator = new OwnedNetwork('discriminator', sequential({ layers: [dense] }));
 * console.log([...discriminator.weights.keys()]);
 * // [ 'discriminator/logit/kernel', 'discriminator/logit/bias' ]
 * console.log(discriminator.apply(ones([1, 2]), false).arraySync()); // [ [ 2 ] ]
 * ```
 */
export class OwnedNetwork {
  readonly plan: GraphPlan;
  /**
   * Variables by stable names that begin with the network's:
   * `discriminator/discriminator_1/kernel`.
   */
  readonly weights: ReadonlyMap<string, LayerVariable>;
  private readonly forward: GraphFunction;
  private readonly everyOutput: GraphFunction;

  /**
   * @param layersModel model with one output.
   * @param learnsBy losses of the phases that update it, such as `loss/discriminator`.
   */
  constructor(
    readonly name: string,
    readonly layersModel: LayersModel,
    readonly learnsBy: readonly string[] = [],
  ) {
    this.plan = new GraphPlan(layersModel);
    this.weights = new Map(
      [...graphWeights(this.plan)].map(([weight, variable]) => [this.named(weight), variable]),
    );
    this.forward = this.plan.prepare(this.plan.inputs, this.plan.outputs);
    this.everyOutput = this.plan.prepare(
      this.plan.inputs,
      this.plan.calls.flatMap(({ outputs }) => outputs),
    );
  }

  /**
   * Returns the output, [rows, ...shape].
   *
   * @param inputs tensor [rows, ...shape], or one for each input.
   * @throws HelmholtzError (`data`) for inputs of another number or shape.
   */
  apply(inputs: Tensor | readonly Tensor[], training: boolean): Tensor {
    const tensors = [inputs].flat();
    this.check(tensors);
    const [output] = this.forward(tensors, { training });
    return output!;
  }

  /** Returns the output of every layer, in the order in which they run. */
  outputs(inputs: readonly Tensor[], training: boolean): LayerOutput[] {
    this.check(inputs);
    const values = this.everyOutput(inputs, { training });
    const calls = this.plan.calls.flatMap((call) => call.outputs.map(() => call));
    return values.map((value, index) => {
      const { id, layer } = itemAt(calls, index);
      return { id: this.named(id), layer, value };
    });
  }

  /**
   * Returns the sum of the losses that its layers add, such as weight decay; undefined if no layer
   * adds any.
   */
  regularization(): Tensor | undefined {
    const losses = [...new Set(this.plan.calls.map(({ layer }) => layer))].flatMap((layer) =>
      layer.calculateLosses(),
    );
    return losses.length === 0 ? undefined : losses.reduce((sum, loss) => add(sum, loss));
  }

  private check(inputs: readonly Tensor[]): void {
    const variables = this.layersModel.inputs.map(({ shape }) => ({
      name: this.name,
      shape: shape.slice(1) as number[],
    }));
    if (inputs.length !== variables.length) {
      throw new HelmholtzError(
        'data',
        `The network "${this.name}" was given ${inputs.length} inputs, ${variables.length} were expected.`,
        { hint: 'Give the variables that the objective declares as its input, in the same order.' },
      );
    }
    const rows = itemAt(inputs, 0).shape[0];
    variables.forEach((variable, index) =>
      checkFeed(variable, itemAt(inputs, index), rows, 'it is the input that the objective declares'),
    );
  }

  private named(id: string): string {
    return id.startsWith(`${this.name}/`) ? id : `${this.name}/${id}`;
  }
}
