import { flatten } from '../graph/flatten.js';
import { validate } from '../graph/validate.js';
import { jointDiagram } from '../joint/joint-diagram.js';
import { resolveOptions } from '../diagram/options.js';
import { requireRole } from '../views/view.js';
import type { Level } from './level.js';

export const joint = {
  name: 'joint',
  summary: 'recognition, reparameterization, generation and every term of the objective in one figure',
  diagram(model, options) {
    const { minimised, phases, metrics = {} } = options;
    const defaults = { legend: true };
    validate(model);
    const graph = flatten(model, ({ inner }) => inner !== undefined);
    requireRole(graph, 'joint', 'latent');
    return jointDiagram(graph, { ...resolveOptions(defaults, options), minimised, phases, metrics });
  },
} as const satisfies Level;
