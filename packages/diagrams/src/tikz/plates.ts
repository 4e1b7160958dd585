import { entryOf } from '@helmholtz/base';

import { plateLabel } from '../plates/diagram.js';
import { layOutPlates } from '../plates/layout.js';
import type { PlateOptions } from '../plates/options.js';
import type { PlateModel, PlateNodeKind } from '../plates/plate-model.js';
import type { Route } from '../plates/route.js';
import type { Theme } from '../theme/theme.js';
import { densityRows } from './density-rows.js';
import { length, place, tikzNames, writePicture } from './picture.js';
import { texFormula, texText } from './tex.js';

/** Styles of the library bayesnet by the kind of a variable. */
const styles: Readonly<Record<PlateNodeKind, string>> = {
  latent: 'latent',
  observed: 'obs',
  deterministic: 'det',
  noise: 'latent, noise',
  parameters: 'const',
};

/** Writes a plate diagram in TikZ with the library bayesnet, as papers of the field do. */
export function writePlatesTikz(model: PlateModel, options: PlateOptions, theme: Theme): string {
  const { width, height, nodes, routes, plates } = layOutPlates(model);
  const names = tikzNames([...model.nodes.map(({ id }) => id), ...model.plates.map(({ kind }) => kind)]);
  const nameOf = (id: string): string => entryOf(names, id);
  const innerFirst = plates.toReversed();
  const colors = new Map([
    ['recognition', theme.edges.recognition.stroke],
    ['shaded', theme.shaded],
    ['ink', theme.tones.strong],
    ['paper', theme.paper],
  ]);
  const body = [
    ...(options.title === undefined
      ? []
      : [`\\node[font=\\bfseries] at ${place({ x: width / 2, y: -30 })} {${texText(options.title)}};`]),
    ...nodes.map(({ node, shape, x, y }) => {
      const isWide = shape.outline === 'ellipse' && shape.width > shape.height;
      const wide = isWide ? `, ellipse, minimum width=${length(shape.width)}cm` : '';
      const style = `${styles[node.kind]}${wide}`;
      return `\\node[${style}] (${nameOf(node.id)}) at ${place({ x, y })} {${texFormula(node.symbol)}};`;
    }),
    ...routes.map((route) => edge(route, nameOf)),
    ...innerFirst.map(({ plate }, index) => {
      const inside = innerFirst.slice(0, index).map((inner) => inner.plate.kind);
      const members = [...plate.members, ...inside].map((id) => `(${nameOf(id)})`).join(' ');
      const dashed = plate.kind === 'samples' ? '[dashed] ' : ' ';
      return `\\plate${dashed}{${nameOf(plate.kind)}} {${members}} {${texFormula(plateLabel(plate))}}`;
    }),
    ...(options.showDensities ? densityRows(model, { x: width / 2, y: height + 30 }) : []),
  ];
  return writePicture(
    {
      libraries: ['bayesnet'],
      colors,
      styles: [
        'color=ink',
        'latent/.append style={draw=ink, fill=paper}',
        'obs/.append style={fill=shaded}',
        'noise/.style={minimum size=15pt, inner sep=0pt, font=\\footnotesize}',
        'caption/.append style={fill=paper, inner sep=1pt}',
        'recognition/.style={dashed, draw=recognition}',
      ],
      body,
    },
    theme,
  );
}

/** A straight arrow, or one that leaves at an angle as the curve of the layout does. */
function edge({ edge: { from, to, direction }, start, control, end }: Route, nameOf: (id: string) => string) {
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const [cx, cy] = [control.x - start.x, control.y - start.y];
  const side = dx * cy - dy * cx;
  const angle = Math.round((Math.atan2(Math.abs(side), dx * cx + dy * cy) * 180) / Math.PI);
  const style = direction === 'recognition' ? '[recognition]' : '';
  if (angle <= 2) return `\\edge${style} {${nameOf(from)}} {${nameOf(to)}}`;
  const bend = `bend ${side < 0 ? 'left' : 'right'}=${angle}`;
  const arrow = direction === 'recognition' ? '->, recognition' : '->';
  return `\\draw[${arrow}] (${nameOf(from)}) to[${bend}] (${nameOf(to)});`;
}
