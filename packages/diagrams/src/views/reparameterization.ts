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
    const throughKl = bypass(graph, is('kl'));
    const parts = new Set(throughKl.nodes.filter(isPart).map(({ id }) => id));
    const latents = throughKl.nodes.filter(
      (node) => node.role === 'latent' && node.inputs.some((input) => parts.has(input.node)),
    );
    const keptIds = new Set([...parts, ...latents.map(({ id }) => id)]);
    return slice(throughKl, (id) => keptIds.has(id));
  },
  defaults: {},
} as const satisfies View;
