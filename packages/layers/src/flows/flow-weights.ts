import { flowOfText } from '@helmholtz/distributions';
import { type Tensor, clone } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';

import { type LayerConfig, type Named, type Shape, TensorLayer } from '../layer.js';
import { flowInitializer } from './flow-initializer.js';

interface FlowWeightsConfig extends LayerConfig {
  /** The flow in one line, as `flowText` gives it. */
  readonly flow: Named;
  /** The length of its vectors. */
  readonly size: number;
}

/**
 * Layer with the weights of a normalizing flow as one vector. It can be called on any tensor, whose
 * values it does not read.
 */
export class FlowWeights extends TensorLayer {
  static readonly className = 'FlowWeights';
  static readonly description = 'the weights of a normalizing flow, as one vector; flow, size';
  readonly role = 'parameter';
  private weight: LayerVariable | undefined;

  constructor(private readonly config: FlowWeightsConfig) {
    super(config);
  }

  override build(inputShape: Shape | Shape[]): void {
    const { flow, size } = this.config;
    const initializer = flowInitializer(flowOfText(flow.name), size);
    this.weight = this.addWeight('values', this.computeOutputShape(), 'float32', initializer);
    super.build(inputShape);
  }

  override computeOutputShape(): Shape {
    return [flowOfText(this.config.flow.name).weightCount(this.config.size)];
  }

  transform(): Tensor {
    return this.values();
  }

  values(): Tensor {
    return clone(this.weight!.read());
  }

  override getConfig() {
    return { ...super.getConfig(), flow: { name: this.config.flow.name }, size: this.config.size };
  }
}
