import type { DiagramNode, Label } from '../diagram/diagram.js';
import { fit } from '../text/fit.js';
import { fonts } from '../text/fonts.js';
import type { Font } from '../text/measure.js';
import { roleStyles } from '../theme/roles.js';
import type { Tone } from '../theme/theme.js';

/** A line of text at a place. */
export interface TextRun {
  /** The left end, the middle or the right end of the text, as `anchor` says; in pixels. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly width: number;
  readonly anchor: 'start' | 'middle';
  readonly font: Font;
  readonly tone: Tone;
}

/** A node with its texts in place, in pixels from its upper left corner. */
export interface Card {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly TextRun[];
  /** Where a line separates the head from the rows. */
  readonly rule?: number;
}

const lineHeight = { title: 18, body: 15 };
const padding = { side: 14, top: 8, bottom: 9, rule: 6, column: 8 };
const roundEnd = 8;
const minWidth = 64;

export function layOutCard({ label, role }: DiagramNode): Card {
  const head = headLines(label);
  const rows = label.rows.map(({ name, value }) => ({
    name: fit(name, fonts.body),
    value: fit(value, fonts.body),
  }));
  const column = Math.max(0, ...rows.map(({ name }) => name.width)) + padding.column;
  const table = rows.length > 0 ? column + Math.max(...rows.map(({ value }) => value.width)) : 0;

  const side = padding.side + (roleStyles[role].round ? roundEnd : 0);
  const content = Math.max(table, ...head.map(({ line }) => line.width));
  const width = even(Math.max(minWidth, content + 2 * side));

  const texts: TextRun[] = [];
  let y: number = padding.top;
  for (const { line, font, tone, height } of head) {
    texts.push({ ...line, x: width / 2, y: y + baseline(height, font), anchor: 'middle', font, tone });
    y += height;
  }
  const rule = rows.length > 0 ? y + padding.rule / 2 : undefined;
  if (rows.length > 0) y += padding.rule;
  const tableLeft = (width - table) / 2;
  for (const { name, value } of rows) {
    const place = {
      y: y + baseline(lineHeight.body, fonts.body),
      anchor: 'start',
      font: fonts.body,
    } as const;
    texts.push({ ...name, ...place, x: tableLeft, tone: 'muted' });
    texts.push({ ...value, ...place, x: tableLeft + column, tone: 'strong' });
    y += lineHeight.body;
  }
  return { width, height: even(y + padding.bottom), texts, ...(rule === undefined ? {} : { rule }) };
}

function headLines({ title, subtitle, notes }: Label) {
  const body = { font: fonts.body, height: lineHeight.body } as const;
  return [
    { line: fit(title, fonts.title), font: fonts.title, height: lineHeight.title, tone: 'strong' as const },
    ...(subtitle === undefined ? [] : [{ line: fit(subtitle, fonts.body), ...body, tone: 'muted' as const }]),
    ...notes.map((note) => ({ line: fit(note, fonts.body), ...body, tone: 'strong' as const })),
  ];
}

/** Centres a line of capitals and digits, which are 0.7 em high, in its line height. */
function baseline(height: number, { size }: Font): number {
  return (height + 0.7 * size) / 2;
}

/** Graphviz keeps sizes in whole points, and half of them on either side of a node's centre. */
function even(length: number): number {
  return 2 * Math.ceil(length / 2);
}
