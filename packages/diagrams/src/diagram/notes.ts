import {
  conditioning,
  density,
  codeOf,
  divergence,
  hasPrior,
  isRandom,
  posteriorOf,
  priorOf,
  variableName,
} from '../graph/conditioning.js';
import type { Graph, GraphNode } from '../graph/graph.js';

/**
 * Returns the role of a node in the probabilistic model in the usual notation: a term of the
 * objective, or a random variable with its density.
 *
 * @param model the whole graph; the drawing may omit the nodes before this one
 */
export function probabilisticNotes(model: Graph, drawn: GraphNode): string[] {
  const node = model.nodes.find(({ id }) => id === drawn.id)!;
  const name = variableName(node);
  switch (node.role) {
    case 'noise':
      return node.distribution ? [`ε ~ ${words(node.distribution)}`] : [];
    case 'latent':
      if (drawn.drawnFrom === 'prior')
        return hasPrior(model, node) ? [`${name} ~ ${priorOf(model, node)}`] : [];
      return [isRandom(model, node) ? `${name} ~ ${posteriorOf(model, node)}` : codeOf(model, node)];
    case 'kl': {
      const { posterior, prior } = divergence(model, node);
      return [`KL(${posterior} ‖ ${prior})`, ...familyOf(prior, node)];
    }
    case 'likelihood': {
      const likelihood = density('p', name, conditioning(model, node.inputs));
      return [`log ${likelihood}`, ...familyOf(likelihood, node)];
    }
    default:
      return [];
  }
}

function familyOf(density: string, { distribution }: GraphNode): string[] {
  return distribution ? [`${density}: ${words(distribution)}`] : [];
}

/** `standardNormal` as words: `standard normal`. */
function words(name: string): string {
  return name.replace(/(?<=\p{Ll})\p{Lu}/gu, (letter) => ` ${letter.toLowerCase()}`);
}
