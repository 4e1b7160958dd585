import { bypass } from '../graph/bypass.js';
import { is } from '../graph/networks.js';
import { slice } from '../graph/slice.js';
import { type View, requireRole } from './view.js';

export const reparameterization = {
  name: 'reparameterization',
  title: 'Reparameterization',
  summary: 'how noise and the posterior parameters become a latent variable',
  select: (graph) => {
    requireRole(graph, 'reparameterization', 'reparameterization');
    const isPart = is('noise', 'reparameterization');
    const parts = new Set(graph.nodes.filter(isPart).map(({ id }) => id));
    return slice(bypass(graph, is('kl')), (id) => parts.has(id));
  },
  defaults: {},
} as const satisfies View;
