import { type View, requireRole } from './view.js';

export const vae = {
  name: 'vae',
  title: 'Whole model',
  summary: 'the whole model with its shapes, grouped into recognition and generative network',
  select: (graph) => {
    requireRole(graph, 'vae', 'latent');
    return graph;
  },
  defaults: { showShapes: true, expandNested: true, groupByNetwork: true, legend: true },
} as const satisfies View;
