import type { LayersModel } from '@tensorflow/tfjs-layers';

import { HelmholtzError } from '../errors.js';
import type { GraphPlan, Slot } from './plan.js';
import { type DivergenceLayer, type LikelihoodLayer, hasRole } from './roles.js';

/** An input of the graph: observed data or noise. */
export interface InputVariable {
  readonly name: string;
  /** The shape of one example. */
  readonly shape: readonly number[];
  readonly slot: Slot;
}

export interface NoiseVariable extends InputVariable {
  /** The name of its noise source. */
  readonly source: string;
}

export interface LatentVariable {
  readonly name: string;
  readonly shape: readonly number[];
  readonly divergence: DivergenceLayer;
  readonly posteriorParameters: readonly Slot[];
  /** Empty where the prior is constant. */
  readonly priorParameters: readonly Slot[];
  readonly value: Slot | undefined;
}

export interface ObservedVariable {
  readonly name: string;
  readonly likelihood: LikelihoodLayer;
  readonly parameters: Slot;
  readonly input: InputVariable;
}

/** The inputs of a graph, those of noise apart. */
export function findInputs(
  model: LayersModel,
  plan: GraphPlan,
): { inputs: InputVariable[]; noise: NoiseVariable[] } {
  const inputs: InputVariable[] = [];
  const noise: NoiseVariable[] = [];
  model.inputs.forEach((tensor, index) => {
    const layer = tensor.sourceLayer;
    const variable = {
      name: layer.name,
      shape: tensor.shape.slice(1) as number[],
      slot: plan.inputs[index]!,
    };
    if (hasRole(layer, 'noise')) noise.push({ ...variable, source: layer.noise });
    else inputs.push(variable);
  });
  return { inputs, noise };
}

/** The latents of a graph, one for each call of a divergence. */
export function findLatents(plan: GraphPlan): LatentVariable[] {
  const values = new Map<string, Slot[]>();
  for (const call of plan.calls) {
    if (!hasRole(call.layer, 'latent')) continue;
    const slots = values.get(call.layer.variable) ?? [];
    values.set(call.layer.variable, [...slots, ...call.outputs]);
  }
  const found = new Map<string, number>();
  return plan.calls.flatMap((call) => {
    const { layer } = call;
    if (!hasRole(layer, 'kl')) return [];
    const count = found.get(layer.variable) ?? 0;
    found.set(layer.variable, count + 1);
    // A shared divergence is called once for each use; its latent layer is called in the same order.
    return {
      name: count === 0 ? layer.variable : `${layer.variable}:${count + 1}`,
      shape: eventShape(layer),
      divergence: layer,
      posteriorParameters: call.inputs.slice(0, layer.posteriorParameters),
      priorParameters: call.inputs.slice(layer.posteriorParameters),
      value: values.get(layer.variable)?.[count],
    };
  });
}

function eventShape(layer: DivergenceLayer): number[] {
  return layer.inboundNodes[0]!.outputTensors[0]!.shape.slice(1) as number[];
}

/** The observed variables of a graph, one for each call of a likelihood. */
export function findObserved(plan: GraphPlan, inputs: readonly InputVariable[]): ObservedVariable[] {
  return plan.calls.flatMap((call) => {
    const { layer } = call;
    if (!hasRole(layer, 'likelihood')) return [];
    const input = inputs.find(({ name }) => name === layer.variable);
    if (!input) {
      throw new HelmholtzError(
        'graph',
        `The likelihood "${layer.name}" is of the observed variable "${layer.variable}", which is not an input of the graph.`,
        { hint: `Inputs: ${inputs.map(({ name }) => name).join(', ') || 'none'}.` },
      );
    }
    checkHead(layer, input);
    return { name: layer.variable, likelihood: layer, parameters: call.outputs[0]!, input };
  });
}

/** Parameters of another shape would be broadcast against the data, and train to something else without a word. */
function checkHead(layer: LikelihoodLayer, { name, shape }: InputVariable): void {
  const given = layer.inboundNodes[0]!.outputTensors[0]!.shape.slice(1);
  const expected = layer.parameterShape?.(shape) ?? shape;
  if (given.join() === expected.join()) return;
  throw new HelmholtzError(
    'graph',
    `The likelihood "${layer.name}" was given parameters of shape [${given.join(', ')}].`,
    { hint: `For "${name}" of shape [${shape.join(', ')}] it takes [${expected.join(', ')}].` },
  );
}
