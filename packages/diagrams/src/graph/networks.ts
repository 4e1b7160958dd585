import type { Role } from '@helmholtz/core/description';

import { bypass } from './bypass.js';
import type { Graph, GraphNode } from './graph.js';
import { ancestors, descendants } from './traverse.js';

/** The two halves of a Helmholtz machine: q(z given x) and p(x given z). */
export type Network = 'recognition' | 'generative';

/**
 * Returns the network of each node, derived only from roles and structure.
 *
 * - Recognition: the layers on a path from an observed variable, or from learned values, to a
 *   latent, and the KL nodes at the end of the path. Paths pass through KL nodes, which are
 *   identities. The network of a conditional prior ends in a KL node without a latent, so it is not
 *   part of the recognition network.
 * - Generative: the other layers that follow a latent or lead to a likelihood or to a prior.
 *
 * Observed, latent, noise and reparameterization nodes belong to neither network. Networks of an
 * objective belong to neither as well.
 */
export function networks(graph: Graph): Map<string, Network> {
  const throughKl = bypass(graph, is('kl'));
  const towardsLatent = ancestors(throughKl, is('latent', 'reparameterization'));
  const fromObserved = descendants(throughKl, is('observed', 'parameter'));
  const towardsTerm = ancestors(graph, is('likelihood', 'kl'));
  const fromLatent = descendants(graph, is('latent'));

  const networkOf = new Map<string, Network>();
  for (const node of graph.nodes) {
    const { id, role, learnsBy } = node;
    if (learnsBy) continue;
    const isLayer = role === 'deterministic' || role === 'parameter';
    if (role === 'kl' || (isLayer && towardsLatent.has(id) && fromObserved.has(id))) {
      networkOf.set(id, 'recognition');
    } else if (role === 'likelihood' || (isLayer && (fromLatent.has(id) || towardsTerm.has(id)))) {
      networkOf.set(id, 'generative');
    }
  }
  return networkOf;
}

/** A test for nodes of the given roles. */
export function is(...roles: Role[]): (node: GraphNode) => boolean {
  return ({ role }) => roles.includes(role);
}
