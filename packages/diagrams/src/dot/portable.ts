import type { Diagram, DiagramNode, Label } from '../diagram/diagram.js';
import { fit } from '../text/fit.js';
import { escapeMarkup } from '../text/clean.js';
import { fonts } from '../text/fonts.js';
import type { Font } from '../text/measure.js';
import { roleStyles } from '../theme/roles.js';
import type { Line, Theme } from '../theme/theme.js';
import type { DotDialect } from './dot.js';
import { type Attributes, HtmlLabel } from './syntax.js';

/**
 * DOT that any Graphviz draws much as this package does: with HTML-like labels, which Graphviz
 * measures itself.
 */
export function portableDialect(theme: Theme): DotDialect {
  const { paper, tones, nodes, edges, clusters } = theme;
  return {
    graph: (diagram) => ({
      bgcolor: paper,
      fontname: 'Arial',
      label: heading(diagram, theme),
      labelloc: diagram.title === undefined && diagram.legend.length === 0 ? undefined : 't',
    }),
    defaults: {
      node: {
        shape: 'box',
        fontname: 'Arial',
        fontsize: fonts.body.size,
        margin: '0.15,0.06',
        penwidth: nodes.deterministic.width,
      },
      edge: { fontname: 'Arial', fontsize: fonts.body.size, arrowsize: 0.7, fontcolor: tones.muted },
    },
    node: ({ label, role, shape, highlighted, link }) => {
      if (shape !== undefined) return plateNode(label.title, role, shape, theme);
      const { fill, stroke, width } = nodes[role];
      const style = ['filled', ...(roleStyles[role].round ? ['rounded'] : []), ...dashing(nodes[role])];
      return {
        label: nodeTable(label, theme),
        style: style.join(','),
        fillcolor: fill,
        color: highlighted ? theme.highlight.stroke : stroke,
        penwidth: highlighted
          ? theme.highlight.width
          : width === nodes.deterministic.width
            ? undefined
            : width,
        URL: link,
      };
    },
    edge: ({ output, style, highlighted }) => ({
      color: highlighted ? theme.highlight.stroke : edges[style].stroke,
      penwidth: highlighted ? theme.highlight.width : undefined,
      style: dashing(edges[style])[0],
      taillabel: output === undefined ? undefined : String(output),
    }),
    cluster: ({ label, kind }) => ({
      label: new HtmlLabel(text(label, fonts.frame, tones.muted)),
      labeljust: kind === 'plate' || kind === 'samples' ? 'r' : 'l',
      labelloc: kind === 'plate' || kind === 'samples' ? 'b' : undefined,
      margin: 14,
      fontsize: fonts.frame.size,
      style: ['filled', 'rounded', ...dashing(clusters[kind])].join(','),
      fillcolor: clusters[kind].fill,
      color: clusters[kind].stroke,
    }),
  };
}

/** Returns a random variable, open or shaded, or the bare symbol of a parameter. */
function plateNode(
  symbol: string,
  role: DiagramNode['role'],
  shape: NonNullable<DiagramNode['shape']>,
  { paper, shaded, tones, edges }: Theme,
): Attributes {
  if (shape === 'none') return { label: symbol, shape: 'plaintext', fontcolor: tones.strong };
  return {
    label: symbol,
    shape,
    style: 'filled',
    fillcolor: role === 'observed' ? shaded : paper,
    color: edges.generative.stroke,
    fontcolor: tones.strong,
    fixedsize: shape === 'circle' && symbol.length < 4 ? 'true' : undefined,
    width: role === 'noise' ? 0.42 : 0.62,
  };
}

/** Graphviz has two patterns: short dashes are dots to it. */
function dashing({ dash }: Line): string[] {
  if (dash === undefined) return [];
  return [parseFloat(dash) < 3 ? 'dotted' : 'dashed'];
}

function nodeTable({ title, subtitle, notes, rows }: Label, { tones }: Theme): HtmlLabel {
  const head = [
    text(title, fonts.title, tones.strong),
    ...(subtitle === undefined ? [] : [text(subtitle, fonts.body, tones.muted)]),
    ...notes.map((note) => text(note, fonts.body, tones.strong)),
  ].map((line) => `<TR><TD COLSPAN="2">${line}</TD></TR>`);
  const table = rows.map(
    ({ name, value }) =>
      `<TR><TD ALIGN="LEFT" CELLPADDING="2">${text(name, fonts.body, tones.muted)}</TD>` +
      `<TD ALIGN="LEFT" CELLPADDING="2">${text(value, fonts.body, tones.strong)}</TD></TR>`,
  );
  const lines = [...head, ...(table.length > 0 ? ['<HR/>', ...table] : [])].join('');
  return new HtmlLabel(`<TABLE BORDER="0" CELLSPACING="0" CELLPADDING="1">${lines}</TABLE>`);
}

/** The title with the legend below it, as the label of the whole graph. */
function heading({ title, legend }: Diagram, { nodes, tones }: Theme): HtmlLabel | undefined {
  if (title === undefined && legend.length === 0) return undefined;
  const swatches = legend.map((role) => {
    const { fill, stroke } = nodes[role];
    return `<TD BORDER="1" COLOR="${stroke}" BGCOLOR="${fill}">${text(roleStyles[role].name, fonts.body, tones.strong)}</TD>`;
  });
  const rows = [
    ...(title === undefined
      ? []
      : [`<TD COLSPAN="${Math.max(1, legend.length)}">${text(title, fonts.heading, tones.strong)}</TD>`]),
    ...(swatches.length > 0 ? [swatches.join('')] : []),
  ];
  const lines = rows.map((row) => `<TR>${row}</TR>`).join('');
  return new HtmlLabel(`<TABLE BORDER="0" CELLSPACING="6" CELLPADDING="3">${lines}</TABLE>`);
}

function text(value: string, font: Font, colour: string): string {
  // An empty element is a syntax error in an HTML-like label.
  const line = escapeMarkup(fit(value, font).text) || '&#160;';
  const weighted = font.weight === 'bold' ? `<B>${line}</B>` : line;
  return `<FONT POINT-SIZE="${font.size}" COLOR="${colour}">${weighted}</FONT>`;
}
