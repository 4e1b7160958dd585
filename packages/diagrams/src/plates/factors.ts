import type { TensorReference } from '@helmholtz/core/description';

import {
  conditioning,
  density,
  divergenceOf,
  isRandom,
  nodesBehind,
  priorParameters,
  variableName,
} from '../graph/conditioning.js';
import type { Graph, GraphNode } from '../graph/graph.js';
import { is } from '../graph/networks.js';
import { learnedWeights } from './learned-weights.js';
import type { Direction } from './plate-model.js';

/** Conditional density of a model, as its layers declare it. */
export interface Factor {
  readonly direction: Direction;
  readonly variable: string;
  /** The observed and latent variables that it is conditioned on, in the order of the graph. */
  readonly given: readonly string[];
  /** The ids of the noise inputs that are in it. */
  readonly noise: readonly string[];
  /** Absent if the layer does not declare it, and for a deterministic function. */
  readonly family?: string;
  readonly constants?: Readonly<Record<string, number>>;
  /** Whether a latent is a function of its conditions. */
  readonly deterministic?: true;
  /** The layers that compute its parameters, in the order of the graph. */
  readonly layers: readonly GraphNode[];
  /** Trainable parameters by the weights that hold them. */
  readonly learned: ReadonlyMap<string, number>;
}

/** Such as `q(z | x)`. */
export function densityOf({ direction, variable, given, deterministic }: Factor): string {
  if (deterministic) return `${variable} = f(${given.join(', ')})`;
  return density(direction === 'generative' ? 'p' : 'q', variable, given);
}

export function factorId({ direction, variable }: Factor): string {
  return `${direction}:${variable}`;
}

/**
 * The factors of p(x, z) and of q(z given x): two for each latent that has a prior, one for each
 * likelihood.
 */
export function factorsOf(graph: Graph): Factor[] {
  const latents = firstOfEach(graph.nodes.filter(is('latent')));
  const likelihoods = firstOfEach(graph.nodes.filter(is('likelihood')));
  return [
    ...latents.flatMap((latent) => prior(graph, latent)),
    ...likelihoods.map((likelihood) => likelihoodFactor(graph, likelihood)),
    ...latents.map((latent) => posterior(graph, latent)),
  ];
}

function prior(graph: Graph, latent: GraphNode): Factor[] {
  const kl = divergenceOf(graph, latent);
  if (!kl) return [];
  return [
    {
      direction: 'generative',
      variable: variableName(latent),
      ...computedFrom(graph, priorParameters(kl)),
      ...familyOf(kl.distribution, kl.constants),
    },
  ];
}

function likelihoodFactor(graph: Graph, likelihood: GraphNode): Factor {
  return {
    direction: 'generative',
    variable: variableName(likelihood),
    ...computedFrom(graph, likelihood.inputs, likelihood),
    ...familyOf(likelihood.distribution, likelihood.constants),
  };
}

function posterior(graph: Graph, latent: GraphNode): Factor {
  return {
    direction: 'recognition',
    variable: variableName(latent),
    ...computedFrom(graph, latent.inputs),
    ...familyOf(divergenceOf(graph, latent)?.posterior),
    ...(isRandom(graph, latent) ? {} : { deterministic: true as const }),
  };
}

function computedFrom(graph: Graph, tensors: readonly TensorReference[], ...layers: GraphNode[]) {
  const behind = nodesBehind(graph, tensors);
  return {
    given: conditioning(graph, tensors),
    noise: behind.filter(is('noise')).map(({ id }) => id),
    layers: [...behind.filter(is('deterministic', 'parameter')), ...layers],
    learned: learnedWeights(graph, [...behind, ...layers]),
  };
}

function familyOf(family?: string, constants?: GraphNode['constants']): Pick<Factor, 'family' | 'constants'> {
  return {
    ...(family === undefined ? {} : { family }),
    ...(constants === undefined ? {} : { constants }),
  };
}

/** A layer that is used again is another node of the same variable, with the same density. */
export function firstOfEach(nodes: readonly GraphNode[]): GraphNode[] {
  const byVariable = new Map<string, GraphNode>();
  for (const node of nodes) {
    const name = variableName(node);
    if (!byVariable.has(name)) byVariable.set(name, node);
  }
  return [...byVariable.values()];
}
