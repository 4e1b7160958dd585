import { itemAt } from '@helmholtz/base';
import type { Role } from '@helmholtz/core/description';

import type { Diagram, DiagramCluster } from '../diagram/diagram.js';
import { plainText } from '../math/math.js';
import type { Plate, PlateModel, PlateNodeKind } from './plate-model.js';

const roles: Readonly<Record<PlateNodeKind, Role>> = {
  latent: 'latent',
  observed: 'observed',
  noise: 'noise',
  deterministic: 'deterministic',
  parameters: 'deterministic',
};

const shapes = {
  latent: 'circle',
  observed: 'circle',
  noise: 'circle',
  deterministic: 'diamond',
  parameters: 'none',
} as const;

export const caption = {
  caption: 'Plate diagram',
  description:
    'Random variables in plate notation: latents open, observed ones shaded; solid arrows for the generative model, dashed ones for recognition.',
};

/** Converts a plate model into a diagram for formats with a layout engine, such as DOT. */
export function plateDiagram(model: PlateModel, { title }: { readonly title?: string | undefined }): Diagram {
  const innermost = (id: string) => model.plates.findLast(({ members }) => members.includes(id));
  return {
    name: model.name,
    ...caption,
    ...(title === undefined ? {} : { title }),
    direction: 'TB',
    clusters: model.plates.map((plate, index): DiagramCluster => ({
      id: plate.kind,
      label: plainText(plateLabel(plate)),
      kind: plate.kind === 'data' ? 'plate' : 'samples',
      ...(index === 0 ? {} : { parent: itemAt(model.plates, index - 1).kind }),
    })),
    nodes: model.nodes.map(({ id, kind, symbol }) => {
      const plate = innermost(id);
      return {
        id,
        label: { title: plainText(symbol), notes: [], rows: [] },
        role: roles[kind],
        shape: shapes[kind],
        ...(plate === undefined ? {} : { cluster: plate.kind }),
      };
    }),
    edges: model.edges.map(({ from, to, direction }) => ({ from, to, style: direction })),
    legend: [],
  };
}

/** `N`, or `N = 60,000` where the size is known. */
export function plateLabel({ symbol, size }: Plate): string {
  return size === undefined ? symbol : `${symbol} = ${size.toLocaleString('en')}`;
}
