import { HelmholtzError } from '@helmholtz/base';
import { ancestral } from '../graph/ancestral.js';
import { is, networks } from '../graph/networks.js';
import { slice } from '../graph/slice.js';
import { type View, requireRole } from './view.js';

const isLatent = is('latent');

export const decoder = {
  name: 'decoder',
  title: 'Decoder',
  summary: 'the generative network, from the latent variables to the likelihood',
  select: (graph) => {
    requireRole(graph, 'decoder', 'latent');
    const networkOf = networks(graph);
    const generating = ancestral(graph);
    const conditional = generating.nodes.filter((node) => isLatent(node) && node.inputs.length > 0);
    const withPrior = new Set(conditional.map(({ id }) => id));
    const part = slice(generating, (id) => networkOf.get(id) === 'generative' || withPrior.has(id));
    if (part.nodes.length > 0) return part;
    throw new HelmholtzError(
      'graph',
      `The view "decoder" needs a generative network. In the model "${graph.name}", no layer reads a latent variable.`,
      {
        hint: 'Pass the latent variable to a generative network, or draw the view "encoder".',
      },
    );
  },
  defaults: { expandNested: true },
} as const satisfies View;
