import type { LayersModel, layers } from '@tensorflow/tfjs-layers';

import { HelmholtzError, itemAt } from '@helmholtz/base';
import { dependents } from './execute.js';
import type { KlKind } from './kl-kind.js';
import type { Call, GraphPlan, Slot } from './plan.js';
import { type DivergenceLayer, type LikelihoodLayer, hasRole } from './roles.js';

type Layer = layers.Layer;

/** Input of the graph: data or noise. */
export interface InputVariable {
  readonly name: string;
  /** Shape of one example. */
  readonly shape: readonly number[];
  readonly slot: Slot;
}

/** Noise input of the graph. */
export interface NoiseVariable extends InputVariable {
  /** Name of its noise source. */
  readonly source: string;
  /** Name of the latent that it becomes. */
  readonly latent: string;
}

/** Latent variable of the graph. */
export interface LatentVariable {
  readonly name: string;
  readonly shape: readonly number[];
  /** Slot of its value; undefined if no latent layer names it. */
  readonly value: Slot | undefined;
  /** Its distributions; undefined if it has none, such as the code of a plain autoencoder. */
  readonly divergence: LatentDivergence | undefined;
  /** Kinds of KL divergence that its posterior declares, if it declares any. */
  readonly declaredKl?: DeclaredKl | undefined;
}

/** Kinds of KL divergence that a posterior supports. */
export interface DeclaredKl {
  /** Name of the posterior, for error messages. */
  readonly posterior: string;
  readonly kinds: readonly KlKind[];
}

/** Layer that knows q(z given x) and p(z), and the slots of their parameters. */
export interface LatentDivergence {
  readonly layer: DivergenceLayer;
  readonly posteriorParameters: readonly Slot[];
  /** Empty if the prior is constant. */
  readonly priorParameters: readonly Slot[];
  /** Names of the other latents and of the data inputs that each distribution is computed from. */
  readonly given: Readonly<Record<'posterior' | 'prior', readonly string[]>>;
  /** Names of the data inputs that experts of the posterior read; empty without experts. */
  readonly modalities: readonly string[];
}

/**
 * Returns whether all examples share one value of a latent, as for the weights of a regression.
 *
 * @example
 * ```ts
 * import { isGlobal } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const global = (recipe: 'vae' | 'bayesian-logistic-regression') =>
 *   buildModel(defaultSpec(recipe, [4])).latents.map(isGlobal);
 * console.log(global('vae'), global('bayesian-logistic-regression')); // [ false ] [ true ]
 * ```
 */
export function isGlobal({ divergence }: Pick<LatentVariable, 'divergence'>): boolean {
  return divergence?.layer.global !== undefined;
}

/** Observed variable of the graph, with its likelihood. */
export interface ObservedVariable {
  readonly name: string;
  readonly likelihood: LikelihoodLayer;
  readonly parameters: Slot;
  readonly input: InputVariable;
}

/** Returns the inputs of a graph, data and noise separately. */
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
      slot: itemAt(plan.inputs, index),
    };
    if (hasRole(layer, 'noise')) noise.push({ ...variable, source: layer.source, latent: layer.variable });
    else inputs.push(variable);
  });
  return { inputs, noise };
}

/**
 * Returns the latents of a graph: one for each call of a latent layer or of a divergence layer,
 * matched by variable. The second use of a variable is called `z:2`.
 *
 * @param inputs data inputs of the graph.
 * @param declaredKl kinds of KL divergence that posteriors declare, by variable.
 */
export function findLatents(
  plan: GraphPlan,
  inputs: readonly InputVariable[],
  declaredKl: ReadonlyMap<string, DeclaredKl> = new Map(),
): LatentVariable[] {
  const sources = sourcesOf(plan, inputs);
  const marks = modalitiesOf(plan, inputs);
  const values = callsOf(plan, 'latent');
  const divergences = callsOf(plan, 'kl');
  const names = new Set([...values.keys(), ...divergences.keys()]);
  return [...names].flatMap((variable) => {
    // A shared divergence layer is called once per use, in the same order as its latent layer.
    const [valuesOf, divergencesOf] = [values.get(variable) ?? [], divergences.get(variable) ?? []];
    return Array.from({ length: Math.max(valuesOf.length, divergencesOf.length) }, (_, use) => ({
      name: use === 0 ? variable : `${variable}:${use + 1}`,
      shape: outputShape((valuesOf[use] ?? itemAt(divergencesOf, use)).layer),
      value: valuesOf[use]?.outputs[0],
      divergence: divergencesOf[use] && divergenceOf(divergencesOf[use], sources, marks),
      declaredKl: declaredKl.get(variable),
    }));
  });
}

/** Calls of layers with a role, by variable, in the order of the graph. */
function callsOf<R extends 'kl' | 'latent'>(plan: GraphPlan, role: R): Map<string, Call[]> {
  const calls = new Map<string, Call[]>();
  for (const call of plan.calls) {
    if (!hasRole(call.layer, role)) continue;
    const { variable } = call.layer;
    calls.set(variable, [...(calls.get(variable) ?? []), call]);
  }
  return calls;
}

function divergenceOf(
  { layer, inputs, outputs }: Call,
  sources: readonly Source[],
  marks: readonly Source[],
): LatentDivergence {
  const own = layer as DivergenceLayer;
  const posteriorParameters = inputs.slice(0, own.posteriorParameters);
  const priorParameters = inputs.slice(outputs.length);
  const given = (parameters: readonly Slot[]): string[] =>
    sources
      .filter(({ name, reached }) => name !== own.variable && parameters.some((slot) => reached.has(slot)))
      .map(({ name }) => name);
  return {
    layer: own,
    posteriorParameters,
    priorParameters,
    given: { posterior: given(posteriorParameters), prior: given(priorParameters) },
    modalities: marks
      .filter(({ reached }) => posteriorParameters.some((slot) => reached.has(slot)))
      .map(({ name }) => name),
  };
}

/** Variable of the graph, and the slots that it determines. */
interface Source {
  readonly name: string;
  readonly reached: ReadonlySet<Slot>;
}

/** Returns the slots that each data input and each named value of a latent determines. */
function sourcesOf(plan: GraphPlan, inputs: readonly InputVariable[]): Source[] {
  const values = plan.calls.flatMap(({ layer, outputs }) =>
    hasRole(layer, 'latent') ? [{ name: layer.variable, slot: itemAt(outputs, 0) }] : [],
  );
  // The input of a parameter layer does not affect its values. A known latent does not determine
  // the slots that it is computed from.
  const calls = plan.calls.filter(({ layer }) => !hasRole(layer, 'parameter') && !hasRole(layer, 'latent'));
  return [...inputs, ...values].map(({ name, slot }) => ({ name, reached: dependents(calls, [slot]) }));
}

/** Returns the slots that depend on whether a data input is present, for each that experts read. */
function modalitiesOf(plan: GraphPlan, inputs: readonly InputVariable[]): Source[] {
  return plan.calls.flatMap(({ layer, inputs: read, outputs }) => {
    if (!(layer as ModalityLayer).marksModality) return [];
    const input = inputs.find(({ slot }) => read.includes(slot));
    return input ? [{ name: input.name, reached: dependents(plan.calls, outputs) }] : [];
  });
}

/** Layer that marks the examples in which an input is present, so that experts can be left out. */
interface ModalityLayer {
  readonly marksModality?: boolean;
}

function outputShape(layer: Layer): number[] {
  return itemAt(itemAt(layer.inboundNodes, 0).outputTensors, 0).shape.slice(1) as number[];
}

/** Returns the observed variables of a graph, one for each call of a likelihood. */
export function findObserved(plan: GraphPlan, inputs: readonly InputVariable[]): ObservedVariable[] {
  return plan.calls.flatMap((call) => {
    const { layer } = call;
    if (!hasRole(layer, 'likelihood')) return [];
    const input = inputs.find(({ name }) => name === layer.variable);
    if (!input) {
      throw new HelmholtzError(
        'graph',
        `The likelihood "${layer.name}" names the observed variable "${layer.variable}", which is not an input of the graph.`,
        { hint: `Inputs: ${inputs.map(({ name }) => name).join(', ') || 'none'}.` },
      );
    }
    checkHead(layer, input);
    return { name: layer.variable, likelihood: layer, parameters: itemAt(call.outputs, 0), input };
  });
}

/**
 * Parameters of another shape would broadcast against the data and train to a wrong model silently.
 */
function checkHead(layer: LikelihoodLayer, { name, shape }: InputVariable): void {
  const eventShape = itemAt(itemAt(layer.inboundNodes, 0).outputTensors, 0).shape.slice(1);
  const expected = layer.parameterShape?.(shape) ?? shape;
  if (eventShape.join() === expected.join()) return;
  throw new HelmholtzError(
    'graph',
    `The likelihood "${layer.name}" was given parameters of shape [${eventShape.join(', ')}].`,
    { hint: `For "${name}" of shape [${shape.join(', ')}] it takes [${expected.join(', ')}].` },
  );
}

/** Returns the slots of variables. */
export function slotsOf(variables: readonly InputVariable[]): Slot[] {
  return variables.map(({ slot }) => slot);
}
