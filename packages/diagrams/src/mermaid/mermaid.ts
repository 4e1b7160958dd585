import { entryOf } from '@helmholtz/base';
import type { Diagram, DiagramNode, DiagramRole, Label } from '../diagram/diagram.js';
import { clean } from '../text/clean.js';
import { fit, fitFrameLabel } from '../text/fit.js';
import { fonts } from '../text/fonts.js';
import { roleStyles } from '../theme/roles.js';
import type { Surface, Theme } from '../theme/theme.js';

/**
 * Writes a diagram as a Mermaid flowchart. Nodes have readable ids. All texts are quoted and
 * escaped, so that Mermaid does not parse a name as a statement.
 */
export function writeMermaid(diagram: Diagram, theme: Theme): string {
  const nodes = mermaidIds(diagram.nodes.map(({ id }) => id));
  const clusters = mermaidIds(
    diagram.clusters.map(({ id }) => id),
    'frame_',
  );
  const usedRoles = [...new Set(diagram.nodes.map(({ role }) => role))];

  // In a cycle of arrows, Mermaid reverses the last arrow. If variables and their plates come
  // before the parameters, a generated variable stays below the variables that generate it.
  const block = (parent: string | undefined): string[] => [
    ...diagram.clusters
      .filter((cluster) => cluster.parent === parent)
      .flatMap(({ id, label }) => [
        `subgraph ${entryOf(clusters, id)}["${escape(fitFrameLabel(label).text)}"]`,
        ...block(id).map((line) => `  ${line}`),
        'end',
      ]),
    ...diagram.nodes
      .filter(({ cluster }) => cluster === parent)
      .map((node) => nodeLine(entryOf(nodes, node.id), node)),
  ];
  const lines = [
    ...block(undefined),
    ...diagram.edges.map(({ from, to, output, style }) => {
      const arrow = theme.edges[style].dash === undefined ? '-->' : '-.->';
      const label = output === undefined ? '' : `|${output}|`;
      return `${entryOf(nodes, from)} ${arrow}${label} ${entryOf(nodes, to)}`;
    }),
    ...usedRoles.map(
      (role) => `classDef ${className(role)} ${surface(theme.nodes[role])},color:${theme.tones.strong}`,
    ),
    ...diagram.nodes
      .filter(({ shape }) => shape === 'none')
      .map(({ id }) => `style ${entryOf(nodes, id)} fill:none,stroke:none`),
    ...diagram.clusters.map(
      ({ id, kind }) =>
        `style ${entryOf(clusters, id)} ${surface(theme.clusters[kind])},color:${theme.tones.muted}`,
    ),
  ];
  const { stroke, width } = theme.highlight;
  const path = diagram.nodes.filter(({ highlighted }) => highlighted).map(({ id }) => entryOf(nodes, id));
  const steps = diagram.edges.flatMap(({ highlighted }, index) => (highlighted ? [index] : []));
  if (path.length > 0)
    lines.push(...path.map((id) => `style ${id} stroke:${stroke},stroke-width:${width}px`));
  if (steps.length > 0) lines.push(`linkStyle ${steps.join(',')} stroke:${stroke},stroke-width:${width}px`);
  const title = diagram.title === undefined ? [] : [`title: ${JSON.stringify(clean(diagram.title))}`];
  return [
    ...frontMatter(title),
    `flowchart ${diagram.direction}`,
    ...lines.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

/** Mermaid breaks lines at 200 pixels; ours are shortened to fit before. */
function frontMatter(lines: readonly string[]): string[] {
  return ['---', ...lines, 'config:', '  flowchart:', '    wrappingWidth: 600', '---'];
}

const brackets = { circle: ['((', '))'], diamond: ['{', '}'], none: ['[', ']'] } as const;

function nodeLine(id: string, { label, role, shape }: DiagramNode): string {
  const card = roleStyles[role].round ? (['(', ')'] as const) : (['[', ']'] as const);
  const [open, close] = shape === undefined ? card : brackets[shape];
  return `${id}${open}"${labelLines(label).join('<br/>')}"${close}:::${className(role)}`;
}

function labelLines({ title, subtitle, notes, rows }: Label): string[] {
  return [
    `<b>${escape(fit(title, fonts.title).text)}</b>`,
    ...[...(subtitle === undefined ? [] : [subtitle]), ...notes].map((line) =>
      escape(fit(line, fonts.body).text),
    ),
    ...rows.map(({ name, value }) => escape(`${name} ${value}`)),
  ];
}

/** Mermaid's classes share their names with its keywords, such as `default`. */
function className(role: DiagramRole): string {
  return `role_${role}`;
}

function surface({ fill, stroke, width, dash }: Surface): string {
  const dashes = dash === undefined ? [] : [`stroke-dasharray:${dash}`];
  return [`fill:${fill}`, `stroke:${stroke}`, `stroke-width:${width}px`, ...dashes].join(',');
}

/**
 * Everything but plain characters as Mermaid's entities, `#35;`: they hold in labels with and
 * without HTML.
 */
function escape(text: string): string {
  return clean(text).replace(
    /[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}\u200d\ufffd ().,:;|~·×‖ε_=+/-]|[;#]/gu,
    (character) => `#${character.codePointAt(0)!};`,
  );
}

/**
 * Returns readable, unique ids of letters, digits and underscores, also for names that differ only
 * in other characters.
 */
function mermaidIds(ids: readonly string[], prefix = 'n_'): Map<string, string> {
  const usedIds = new Set<string>();
  return new Map(
    ids.map((id) => {
      const base = prefix + id.replace(/[^A-Za-z0-9]+/g, '_').slice(0, 60);
      let unique = base;
      for (let count = 2; usedIds.has(unique); count++) unique = `${base}_${count}`;
      usedIds.add(unique);
      return [id, unique];
    }),
  );
}
