import { entryOf, itemAt } from '@helmholtz/base';

import type { Diagram, DiagramCluster, DiagramEdge, DiagramNode } from '../diagram/diagram.js';
import type { EdgePath, Layout, Point } from '../layout/layout.js';
import { roleStyles } from '../theme/roles.js';
import { clean } from '../text/clean.js';
import { fit, fitFrameLabel } from '../text/fit.js';
import { fonts } from '../text/fonts.js';
import type { Line, Theme } from '../theme/theme.js';
import { length, place, tikzNames, writePicture } from './picture.js';
import { texText } from './tex.js';

/** Most pixels by which a straight arrow may differ from the curve of the layout. */
const straight = 3;

/** Writes a diagram of cards in TikZ: nodes by name at their places, and arrows between names. */
export function writeCardsTikz(diagram: Diagram, layout: Layout, theme: Theme): string {
  const taken = new Set<string>();
  const nodes = tikzNames(
    diagram.nodes.map(({ id }) => id),
    taken,
  );
  const frames = tikzNames(
    diagram.clusters.map(({ id }) => `${id}-frame`),
    taken,
  );
  const roles = [...new Set([...diagram.nodes.map(({ role }) => role), ...diagram.legend])];
  const kinds = [...new Set(diagram.clusters.map(({ kind }) => kind))];
  const arrows = [...new Set(diagram.edges.map(({ style }) => style))];
  const colors = new Map([
    ['paper', theme.paper],
    ['ink', theme.tones.strong],
    ['highlight', theme.highlight.stroke],
    ...roles.flatMap((role) => surfaceColors(role, theme.nodes[role])),
    ...kinds.flatMap((kind) => surfaceColors(`${kind}-frame`, theme.clusters[kind])),
    ...arrows.map((style) => [`${style}-arrow`, theme.edges[style].stroke] as const),
  ]);
  const centres = layout.nodes.map(({ x, y, card }) => ({
    x: x + card.width / 2,
    y: y + card.height / 2,
  }));
  const indexOf = new Map(diagram.nodes.map(({ id }, index) => [id, index]));
  const body = [
    ...diagram.nodes.map((node, index) => {
      const { width, height } = itemAt(layout.nodes, index).card;
      const size = `minimum width=${length(width)}cm, minimum height=${length(height)}cm`;
      const style = [`${node.role} card`, ...(node.highlighted ? ['highlighted'] : []), size].join(', ');
      const at = place(itemAt(centres, index));
      return `\\node[${style}] (${entryOf(nodes, node.id)}) at ${at} {${cardText(node)}};`;
    }),
    ...framesOf(
      diagram,
      (id) => entryOf(nodes, id),
      (id) => entryOf(frames, `${id}-frame`),
    ),
    ...diagram.edges.map((edge, index) => {
      const [from, to] = [edge.from, edge.to].map((id) => itemAt(centres, entryOf(indexOf, id))) as [
        Point,
        Point,
      ];
      return arrow(edge, itemAt(layout.edges, index), { from, to }, (id) => entryOf(nodes, id));
    }),
    ...(diagram.title === undefined
      ? []
      : [
          `\\node[font=\\bfseries] at ${place({ x: layout.width / 2, y: -30 })} {${texText(diagram.title)}};`,
        ]),
    ...(diagram.legend.length === 0 ? [] : [legend(diagram, { x: layout.width / 2, y: layout.height + 20 })]),
  ];
  return writePicture(
    {
      libraries: ['arrows.meta', 'backgrounds', 'fit'],
      colors,
      styles: [
        'color=ink',
        '>={Stealth[length=5pt]}',
        'card/.style={draw, align=center, font=\\scriptsize, inner sep=3pt, rounded corners=2pt}',
        ...roles.map((role) => {
          const round = roleStyles[role].round ? ', rounded corners=8pt' : '';
          return `${role} card/.style={card, fill=${role}-fill, draw=${role}-line${stroke(theme.nodes[role])}${round}}`;
        }),
        ...kinds.map(
          (kind) =>
            `${kind} frame/.style={fill=${kind}-frame-fill, draw=${kind}-frame-line${stroke(theme.clusters[kind])}, rounded corners=4pt}`,
        ),
        ...arrows.map(
          (style) => `${style} arrow/.style={->, draw=${style}-arrow${stroke(theme.edges[style])}}`,
        ),
        `highlighted/.style={draw=highlight${stroke(theme.highlight)}}`,
      ],
      body,
    },
    theme,
  );
}

function surfaceColors(
  name: string,
  { fill, stroke: line }: { readonly fill: string; readonly stroke: string },
) {
  return [
    [`${name}-fill`, fill],
    [`${name}-line`, line],
  ] as const;
}

function stroke({ width, dash }: Line): string {
  return `, line width=${Math.round(width * 5) / 10}pt${dash === undefined ? '' : ', dashed'}`;
}

function cardText({ label: { title, subtitle, notes, rows } }: DiagramNode): string {
  const lines = [
    ...(subtitle === undefined ? [] : [subtitle]),
    ...notes,
    ...rows.map(({ name, value }) => `${name} ${value}`),
  ];
  const heading = clean(title) === '' ? [] : [`\\textbf{${texText(fit(title, fonts.title).text)}}`];
  return [...heading, ...lines.map((line) => texText(fit(line, fonts.body).text))].join(' \\\\ ');
}

/** Frames behind the nodes, outer ones first, with their labels in the upper left corner. */
function framesOf(
  { clusters, nodes }: Diagram,
  nameOf: (id: string) => string,
  frameOf: (id: string) => string,
): string[] {
  if (clusters.length === 0) return [];
  const inside = ({ id }: DiagramCluster): string[] => [
    ...nodes.filter(({ cluster }) => cluster === id).map((node) => nameOf(node.id)),
    ...clusters.filter(({ parent }) => parent === id).flatMap(inside),
  ];
  /** Number of frames one in another inside a frame. */
  const depth = ({ id }: DiagramCluster): number =>
    Math.max(0, ...clusters.filter(({ parent }) => parent === id).map((inner) => 1 + depth(inner)));
  return [
    '\\begin{scope}[on background layer]',
    ...clusters.flatMap((cluster) => {
      const members = inside(cluster).map((name) => `(${name})`);
      const name = frameOf(cluster.id);
      return [
        `  \\node[${cluster.kind} frame, ${room(depth(cluster))}, fit=${members.join(' ')}] (${name}) {};`,
        `  \\node[anchor=north west, font=\\scriptsize\\bfseries] at (${name}.north west) {${texText(fitFrameLabel(cluster.label).text)}};`,
      ];
    }),
    '\\end{scope}',
  ];
}

/** Distance of a frame from its nodes: room for its label, and for frames inside with theirs. */
function room(depth: number): string {
  return `inner xsep=${7 + 6 * depth}pt, inner ysep=${12 + 14 * depth}pt`;
}

/** A straight arrow where the layout has one, so that it follows its nodes; curves otherwise. */
function arrow(
  { from, to, output, style, highlighted }: DiagramEdge,
  { points, tip }: EdgePath,
  ends: { readonly from: Point; readonly to: Point },
  nameOf: (id: string) => string,
): string {
  const options = [`${style} arrow`, ...(highlighted ? ['highlighted'] : [])].join(', ');
  const label = output === undefined ? '' : ` node[near start, right, font=\\tiny] {${output}}`;
  const isStraight = points.every((point) => distance(point, ends.from, ends.to) < straight);
  if (isStraight) return `\\draw[${options}] (${nameOf(from)}) --${label} (${nameOf(to)});`;
  const curves = Array.from({ length: (points.length - 1) / 3 }, (_, index) => {
    const [first, second, end] = points.slice(1 + 3 * index, 4 + 3 * index) as [Point, Point, Point];
    const isLast = 4 + 3 * index >= points.length;
    const target = isLast ? `(${nameOf(to)})` : place(end);
    return ` .. controls ${place(first)} and ${place(isLast ? between(second, tip) : second)} ..${index === 0 ? label : ''} ${target}`;
  });
  return `\\draw[${options}] (${nameOf(from)})${curves.join('')};`;
}

/** A control point above the tip, so that the arrow enters its node where the layout has it. */
function between(control: Point, tip: Point): Point {
  return { x: (control.x + tip.x) / 2, y: (control.y + tip.y) / 2 };
}

function distance({ x, y }: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const across = Math.abs((x - from.x) * dy - (y - from.y) * dx);
  return across / (Math.hypot(dx, dy) || 1);
}

function legend({ legend: roles }: Diagram, at: Point): string {
  const entries = roles.map(
    (role) =>
      `\\fcolorbox{${role}-line}{${role}-fill}{\\hspace{8pt}\\rule{0pt}{3pt}}\\,${texText(roleStyles[role].name)}`,
  );
  return `\\node[font=\\scriptsize] at ${place(at)} {${entries.join('\\quad ')}};`;
}
