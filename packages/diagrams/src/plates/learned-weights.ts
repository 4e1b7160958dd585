import type { Graph, GraphNode } from '../graph/graph.js';

/**
 * The numbers of weights that training changes, by a name that the calls of a shared layer have in
 * common.
 */
export function learnedWeights(graph: Graph, nodes: readonly GraphNode[]): ReadonlyMap<string, number> {
  const learned = new Map<string, number>();
  for (const node of nodes) {
    const owner = [...modelsAround(graph.nested, node.within), node.layer].join('/');
    for (const { name, shape, trainable } of node.weights) {
      if (trainable)
        learned.set(
          `${owner}/${name}`,
          shape.reduce((product, length) => product * length, 1),
        );
    }
  }
  return learned;
}

/**
 * The names of the nested models that a node stands in, from outer to inner: calls of the same
 * model have the same.
 */
function modelsAround(nested: Graph['nested'], id: string | undefined): string[] {
  const model = nested.find((candidate) => candidate.id === id);
  return model ? [...modelsAround(nested, model.within), model.layer] : [];
}
