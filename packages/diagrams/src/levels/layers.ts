import { layerDiagram } from '../diagram/layer-diagram.js';
import { flatten, hasRoles } from '../graph/flatten.js';
import { fold } from '../graph/fold.js';
import { range } from '../graph/part.js';
import { validate } from '../graph/validate.js';
import { resolveOptions } from '../diagram/options.js';
import { viewNamed } from '../views/views.js';
import type { Level } from './level.js';

export const layers = {
  name: 'layers',
  summary: 'every layer and tensor of any model, or the part of them that a view shows',
  diagram(model, options) {
    const view = viewNamed(options.view ?? 'model');
    const resolved = resolveOptions(view.defaults, options);
    validate(model);
    const graph = flatten(
      model,
      ({ inner }) => resolved.expandNested || (inner !== undefined && hasRoles(inner)),
    );
    const caption = { caption: view.title, description: view.summary };
    const selected = view.select(graph);
    const part = resolved.layerRange ? range(selected, resolved.layerRange) : selected;
    const folded = resolved.foldRepeats ? fold(part) : { graph: part, repeats: [] };
    return layerDiagram(graph, folded, caption, resolved);
  },
} as const satisfies Level;
