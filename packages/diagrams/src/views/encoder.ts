import { bypass } from '../graph/bypass.js';
import { is, networks } from '../graph/networks.js';
import { slice } from '../graph/slice.js';
import { ancestors } from '../graph/traverse.js';
import { type View, requireRole } from './view.js';

export const encoder = {
  name: 'encoder',
  title: 'Encoder',
  summary: 'from the observed to the latent variables',
  select: (graph) => {
    requireRole(graph, 'encoder', 'latent');
    const throughKl = bypass(graph, is('kl'));
    const before = ancestors(throughKl, is('latent'));
    return slice(throughKl, (id) => before.has(id));
  },
  defaults: { expandNested: true },
} as const satisfies View;

export const encoderWithKl = {
  name: 'encoder-kl',
  title: 'Encoder with KL divergence',
  summary: 'from the observed to the latent variables, with the KL divergence on the way',
  select: (graph) => {
    requireRole(graph, 'encoder-kl', 'latent');
    requireRole(graph, 'encoder-kl', 'kl');
    const before = ancestors(graph, is('latent', 'kl'));
    const networkOf = networks(graph);
    return slice(graph, (id) => before.has(id) && networkOf.get(id) !== 'generative');
  },
  defaults: { expandNested: true },
} as const satisfies View;
