import type { TensorReference } from '@helmholtz/core/description';

import { HelmholtzError } from '@helmholtz/base';
import type { Graph, GraphNode } from './graph.js';
import type { Predicate } from './traverse.js';

/** Takes identity nodes out of a graph: whoever reads output i of one reads its input i instead. */
export function bypass(graph: Graph, isIdentity: Predicate): Graph {
  const identities = new Map(graph.nodes.filter(isIdentity).map((node) => [node.id, node]));

  const resolve = (reference: TensorReference): TensorReference => {
    const identity = identities.get(reference.node);
    if (!identity) return reference;
    return resolve(passedOn(identity, reference.output));
  };

  return {
    ...graph,
    nodes: graph.nodes
      .filter(({ id }) => !identities.has(id))
      .map((node) => ({ ...node, inputs: node.inputs.map(resolve) })),
    outputs: graph.outputs.map(resolve),
  };
}

/** The input that an identity passes to one of its outputs. */
export function passedOn({ id, inputs }: GraphNode, output: number): TensorReference {
  const input = inputs[output];
  if (input) return input;
  throw new HelmholtzError('graph', `Output ${output} of the KL layer "${id}" has no matching input.`, {
    hint: 'A KL layer returns the posterior parameters that it receives, in the same order.',
  });
}
