import type { Role } from '@helmholtz/core/description';

import { HelmholtzError } from '@helmholtz/base';
import type { Graph } from '../graph/graph.js';
import type { LayerDiagramOptions } from '../diagram/options.js';

/** Named figure of the level `layers`: the part of a model that it shows, and default options. */
export interface View {
  readonly name: string;
  /** Name in captions. */
  readonly title: string;
  /** One-line description for lists and help. */
  readonly summary: string;
  /** Returns the part of a checked graph that is drawn, found by roles and structure. */
  readonly select: (graph: Graph) => Graph;
  readonly defaults: Partial<LayerDiagramOptions>;
}

const needs: Partial<Record<Role, string>> = {
  latent: 'Mark the latent variable with a Latent layer.',
  reparameterization: 'Compute the latent variable from a noise input with reparameterize().',
  kl: 'Add a KLDivergence layer on the parameters of the posterior.',
};

/**
 * @throws HelmholtzError of kind `graph` if the graph has no node with the role that the view needs
 */
export function requireRole(graph: Graph, view: string, role: keyof typeof needs): void {
  if (graph.nodes.some((node) => node.role === role)) return;
  const roles = [...new Set(graph.nodes.map((node) => node.role))].join(', ');
  throw new HelmholtzError(
    'graph',
    `The view "${view}" needs a layer with the role "${role}". The model "${graph.name}" has only: ${roles}.`,
    { hint: `${needs[role] ?? ''} The view "model" draws any model.`.trim() },
  );
}
