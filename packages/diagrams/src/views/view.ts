import type { Role } from '@helmholtz/core/description';

import { HelmholtzError } from '@helmholtz/base';
import type { Graph } from '../graph/graph.js';
import type { LayerDiagramOptions } from '../diagram/options.js';

/** A named figure: which part of a model it shows, and how it is drawn unless asked otherwise. */
export interface View {
  readonly name: string;
  /** What a caption calls it. */
  readonly title: string;
  /** One line on what it shows. */
  readonly summary: string;
  /** The part of a checked graph that is drawn, found by roles and structure. */
  readonly select: (graph: Graph) => Graph;
  readonly defaults: Partial<LayerDiagramOptions>;
}

const needs: Partial<Record<Role, string>> = {
  latent: 'Mark the latent variable with a latent layer.',
  reparameterization: 'Draw the latent from a noise input with the reparameterization layers.',
  kl: 'Add a KL divergence layer on the posterior parameters.',
};

/** @throws HelmholtzError of kind `graph` where a graph has no node of a role that a view is about */
export function requireRole(graph: Graph, view: string, role: keyof typeof needs): void {
  if (graph.nodes.some((node) => node.role === role)) return;
  const found = [...new Set(graph.nodes.map((node) => node.role))].join(', ');
  throw new HelmholtzError(
    'graph',
    `The model "${graph.name}" has no ${role} node, which the view "${view}" needs; its roles are: ${found}.`,
    { hint: `${needs[role] ?? ''} Any model can be drawn with the view "model".`.trim() },
  );
}
