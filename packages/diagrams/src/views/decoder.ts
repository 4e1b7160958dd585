import { DiagramError } from '../errors.js';
import { networks } from '../graph/networks.js';
import { slice } from '../graph/slice.js';
import { type View, requireRole } from './view.js';

export const decoder = {
  name: 'decoder',
  title: 'Decoder',
  summary: 'the generative network, from the latent variables to the likelihood',
  select: (graph) => {
    requireRole(graph, 'decoder', 'latent');
    const networkOf = networks(graph);
    const part = slice(graph, (id) => networkOf.get(id) === 'generative');
    if (part.nodes.length > 0) return part;
    throw new DiagramError('graph', `No layer of the model "${graph.name}" follows its latent variables.`, {
      hint: 'Pass the latent variable to a generative network, or draw the view "encoder".',
    });
  },
  defaults: { expandNested: true },
} as const satisfies View;
