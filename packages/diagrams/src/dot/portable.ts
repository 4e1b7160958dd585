import type { Diagram, Label } from '../diagram/diagram.js';
import { fit } from '../text/fit.js';
import { escapeMarkup } from '../text/clean.js';
import { fonts } from '../text/fonts.js';
import type { Font } from '../text/measure.js';
import { clusterStyles, edgeStyles, nodeStyles, paper, tones, type Tone } from '../theme.js';
import type { DotDialect } from './dot.js';
import { HtmlLabel } from './syntax.js';

/** DOT that any Graphviz draws much as this package does: with HTML-like labels, which Graphviz measures itself. */
export const portableDialect: DotDialect = {
  graph: (diagram) => ({
    bgcolor: paper,
    fontname: 'Arial',
    label: heading(diagram),
    labelloc: diagram.title === undefined && diagram.legend.length === 0 ? undefined : 't',
  }),
  defaults: {
    node: { shape: 'box', fontname: 'Arial', fontsize: fonts.body.size, margin: '0.15,0.06', penwidth: 1.4 },
    edge: { fontname: 'Arial', fontsize: fonts.body.size, arrowsize: 0.7, fontcolor: tones.muted },
  },
  node: ({ label, role }) => {
    const { fill, stroke, dashed, round } = nodeStyles[role];
    const style = ['filled', ...(round ? ['rounded'] : []), ...(dashed ? ['dashed'] : [])];
    return { label: nodeTable(label), style: style.join(','), fillcolor: fill, color: stroke };
  },
  edge: ({ output, style }) => ({
    color: edgeStyles[style].stroke,
    style: edgeStyles[style].dashed ? 'dashed' : undefined,
    taillabel: output === undefined ? undefined : String(output),
  }),
  cluster: ({ label, kind }) => ({
    label: new HtmlLabel(text(label, fonts.frame, 'muted')),
    labeljust: 'l',
    margin: 14,
    fontsize: fonts.frame.size,
    style: ['filled', 'rounded', ...(clusterStyles[kind].dashed ? ['dashed'] : [])].join(','),
    fillcolor: clusterStyles[kind].fill,
    color: clusterStyles[kind].stroke,
  }),
};

function nodeTable({ title, subtitle, notes, rows }: Label): HtmlLabel {
  const head = [
    text(title, fonts.title, 'strong'),
    ...(subtitle === undefined ? [] : [text(subtitle, fonts.body, 'muted')]),
    ...notes.map((note) => text(note, fonts.body, 'strong')),
  ].map((line) => `<TR><TD COLSPAN="2">${line}</TD></TR>`);
  const table = rows.map(
    ({ name, value }) =>
      `<TR><TD ALIGN="LEFT" CELLPADDING="2">${text(name, fonts.body, 'muted')}</TD>` +
      `<TD ALIGN="LEFT" CELLPADDING="2">${text(value, fonts.body, 'strong')}</TD></TR>`,
  );
  const lines = [...head, ...(table.length > 0 ? ['<HR/>', ...table] : [])].join('');
  return new HtmlLabel(`<TABLE BORDER="0" CELLSPACING="0" CELLPADDING="1">${lines}</TABLE>`);
}

/** The title with the legend below it, as the label of the whole graph. */
function heading({ title, legend }: Diagram): HtmlLabel | undefined {
  if (title === undefined && legend.length === 0) return undefined;
  const swatches = legend.map((role) => {
    const { name, fill, stroke } = nodeStyles[role];
    return `<TD BORDER="1" COLOR="${stroke}" BGCOLOR="${fill}">${text(name, fonts.body, 'strong')}</TD>`;
  });
  const rows = [
    ...(title === undefined
      ? []
      : [`<TD COLSPAN="${Math.max(1, legend.length)}">${text(title, fonts.heading, 'strong')}</TD>`]),
    ...(swatches.length > 0 ? [swatches.join('')] : []),
  ];
  const lines = rows.map((row) => `<TR>${row}</TR>`).join('');
  return new HtmlLabel(`<TABLE BORDER="0" CELLSPACING="6" CELLPADDING="3">${lines}</TABLE>`);
}

function text(value: string, font: Font, tone: Tone): string {
  // An empty element is a syntax error in an HTML-like label.
  const line = escapeMarkup(fit(value, font).text) || '&#160;';
  const weighted = font.weight === 'bold' ? `<B>${line}</B>` : line;
  return `<FONT POINT-SIZE="${font.size}" COLOR="${tones[tone]}">${weighted}</FONT>`;
}
