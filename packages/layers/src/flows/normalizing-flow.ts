import { itemAt } from '@helmholtz/base';
import { type Flow, flowOfText, flowText } from '@helmholtz/distributions';
import { type Tensor, expandDims, matMul } from '@tensorflow/tfjs-core';
import { type LayerVariable, initializers, layers } from '@tensorflow/tfjs-layers';

import type { CallOptions, LayerConfig, Named, Shape } from '../layer.js';
import { flowInitializer } from './flow-initializer.js';
import { type StepInput, cheapFlow } from './steps-option.js';

interface NormalizingFlowConfig extends LayerConfig {
  readonly flow: Named;
}

/**
 * The steps of a normalizing flow as a layer, for graphs written by hand: called on vectors [batch,
 * n], it gives two tensors, the transformed vectors and log |det J|, [batch, 1]. Called on
 * [vectors, features], features [batch, m] are added to the weights of steps that are amortized.
 *
 * @example
 * ```ts
 * import { NormalizingFlow } from '@helmholtz/layers';
 * import { type Tensor, tensor } from '@tensorflow/tfjs-core';
 *
 * const layer = new NormalizingFlow({ name: 'flow', flow: { name: 'actNorm' } });
 * const [value, logDet] = layer.apply(tensor([[1, 2]])) as [Tensor, Tensor];
 * console.log(value.dataSync(), logDet.shape); // Float32Array(2) [ 1, 2 ] [ 1, 1 ]
 * ```
 */
export class NormalizingFlow extends layers.Layer {
  static readonly className = 'NormalizingFlow';
  static readonly description =
    'steps of a normalizing flow: the next value, and its log-determinant [batch, 1]';
  private readonly flow: Flow;
  private values: LayerVariable | undefined;
  private kernel: LayerVariable | undefined;

  constructor(config: NormalizingFlowConfig) {
    super(config);
    this.flow = flowOfText(config.flow.name);
  }

  override build(inputShape: Shape | Shape[]): void {
    const [vectors, features] = shapesOf(inputShape);
    const size = vectors!.at(-1)!;
    const count = this.flow.weightCount(size);
    const amortized = this.flow.amortizedCount(size);
    if (count > 0)
      this.values = this.addWeight('values', [count], 'float32', flowInitializer(this.flow, size));
    if (features && amortized > 0) {
      const shape = [features.at(-1)!, amortized];
      this.kernel = this.addWeight('kernel', shape, 'float32', initializers.glorotUniform({}));
    }
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape[] {
    const [vectors] = shapesOf(inputShape);
    return [vectors!, [vectors![0]!, 1]];
  }

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor[] {
    this.invokeCallHook(inputs, options);
    const [x, features] = [inputs].flat() as [Tensor, Tensor?];
    const amortized = features && this.kernel && matMul(features, this.kernel.read());
    const bijector = this.flow.bijector(itemAt(x.shape, -1), this.values?.read(), amortized);
    const { value, logDet } = bijector.forwardWithLogDet(x);
    return [value, expandDims(logDet, -1)];
  }

  override getConfig() {
    return { ...super.getConfig(), flow: { name: flowText(this.flow) } };
  }
}

function shapesOf(inputShape: Shape | Shape[]): Shape[] {
  return (Array.isArray(inputShape[0]) ? inputShape : [inputShape]) as Shape[];
}

/**
 * Returns the layer of a flow's steps: `const [z, logDet] = normalizingFlow({ steps: [{ name:
 * 'planar', repeat: 8 }] }).apply(z0)`.
 *
 * @throws HelmholtzError (`usage`) for a step whose forward direction is not cheap.
 *
 * @example
 * ```ts
 * import { normalizingFlow } from '@helmholtz/layers';
 * import { input } from '@tensorflow/tfjs-layers';
 *
 * const [features, z0] = [input({ shape: [16] }), input({ shape: [2] })];
 * const flow = normalizingFlow({ steps: [{ name: 'planar', repeat: 8 }], name: 'flow' });
 * const outputs = [flow.apply([z0, features])].flat();
 * console.log(outputs.map(({ shape }) => shape)); // [ [ null, 2 ], [ null, 1 ] ]
 * ```
 */
export function normalizingFlow({
  steps,
  ...config
}: LayerConfig & { readonly steps: readonly StepInput[] }): NormalizingFlow {
  const flow = cheapFlow(steps, 'forward', 'The layer "NormalizingFlow"');
  return new NormalizingFlow({ ...config, flow: { name: flowText(flow) } });
}
