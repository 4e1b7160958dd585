import type { ScaleForm, SymbolicDistribution } from '@helmholtz/core';
import { type Flow, flowFamilyName, flowText } from '@helmholtz/distributions';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';

import { flattened } from '../flattened.js';
import { glorotUniform } from '../networks/initial-weights.js';
import { normalParameters } from '../normal-parameters.js';
import { FlowWeights } from './flow-weights.js';

/**
 * The weights of a flow of vectors of `size` elements in a graph; undefined for a flow without
 * weights.
 */
export function flowWeights(
  flow: Flow,
  { name, size, on }: { readonly name: string; readonly size: number; readonly on: SymbolicTensor },
): SymbolicTensor | undefined {
  if (flow.weightCount(size) === 0) return undefined;
  const config = { name: `${name}_flow_weights`, flow: { name: flowText(flow) }, size };
  return new FlowWeights(config).apply(on) as SymbolicTensor;
}

/**
 * Returns the distribution of a flow with the base N(loc, exp(logVariance)). Features determine
 * loc, logVariance, and terms that are added to the weights of the flow.
 *
 * @param config its layers are named after `name`.
 */
export function conditionalFlow(
  flow: Flow,
  features: SymbolicTensor,
  config: { readonly name: string; readonly size: number; readonly scale: ScaleForm },
): SymbolicDistribution {
  const { name, size } = config;
  const flat = flattened(features, name);
  const normal = normalParameters(flat, config);
  const weights = flowWeights(flow, { name, size, on: flat });
  const count = flow.amortizedCount(size);
  const dense = {
    units: count,
    useBias: false,
    kernelInitializer: glorotUniform,
    name: `${name}_flow_features`,
  };
  return {
    family: flowFamilyName('normal', flow),
    parameters: {
      ...normal,
      ...(weights ? { weights } : {}),
      ...(count > 0 ? { amortized: layers.dense({ ...dense }).apply(flat) as SymbolicTensor } : {}),
    },
  };
}
