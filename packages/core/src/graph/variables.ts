import type { LayersModel, layers } from '@tensorflow/tfjs-layers';

import { HelmholtzError } from '@helmholtz/base';
import type { Call, GraphPlan, Slot } from './plan.js';
import { type DivergenceLayer, type LikelihoodLayer, hasRole } from './roles.js';

type Layer = layers.Layer;

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
  /** The name of the latent that it becomes. */
  readonly latent: string;
}

export interface LatentVariable {
  readonly name: string;
  readonly shape: readonly number[];
  /** Where its value stands; undefined where no latent layer names it. */
  readonly value: Slot | undefined;
  /** What is known of its distributions; undefined where it has none, as the code of a plain autoencoder. */
  readonly divergence: LatentDivergence | undefined;
}

/** q(z given x) and p(z): the layer that knows them, and where their parameters stand. */
export interface LatentDivergence {
  readonly layer: DivergenceLayer;
  readonly posteriorParameters: readonly Slot[];
  /** Empty where the prior is constant. */
  readonly priorParameters: readonly Slot[];
}

/** Whether a latent is one for all examples, as the weights of a regression. */
export function isGlobal({ divergence }: Pick<LatentVariable, 'divergence'>): boolean {
  return divergence?.layer.global !== undefined;
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
    if (hasRole(layer, 'noise')) noise.push({ ...variable, source: layer.source, latent: layer.variable });
    else inputs.push(variable);
  });
  return { inputs, noise };
}

/**
 * The latents of a graph, one for each call of a latent layer, with the divergence of the same variable where there is
 * one; and those that only a divergence speaks of. A variable that is used again is called `z:2`.
 */
export function findLatents(plan: GraphPlan): LatentVariable[] {
  const values = callsOf(plan, 'latent');
  const divergences = callsOf(plan, 'kl');
  const names = new Set([...values.keys(), ...divergences.keys()]);
  return [...names].flatMap((variable) => {
    // A shared divergence is called once for each use; its latent layer is called in the same order.
    const [valuesOf, divergencesOf] = [values.get(variable) ?? [], divergences.get(variable) ?? []];
    return Array.from({ length: Math.max(valuesOf.length, divergencesOf.length) }, (_, use) => ({
      name: use === 0 ? variable : `${variable}:${use + 1}`,
      shape: outputShape((valuesOf[use] ?? divergencesOf[use]!).layer),
      value: valuesOf[use]?.outputs[0],
      divergence: divergencesOf[use] && divergenceOf(divergencesOf[use]),
    }));
  });
}

/** The calls of layers with a role, in the order of the graph, by their variable. */
function callsOf<R extends 'kl' | 'latent'>(plan: GraphPlan, role: R): Map<string, Call[]> {
  const calls = new Map<string, Call[]>();
  for (const call of plan.calls) {
    if (!hasRole(call.layer, role)) continue;
    const { variable } = call.layer;
    calls.set(variable, [...(calls.get(variable) ?? []), call]);
  }
  return calls;
}

function divergenceOf({ layer, inputs, outputs }: Call): LatentDivergence {
  const own = layer as DivergenceLayer;
  return {
    layer: own,
    posteriorParameters: inputs.slice(0, own.posteriorParameters),
    priorParameters: inputs.slice(outputs.length),
  };
}

function outputShape(layer: Layer): number[] {
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
