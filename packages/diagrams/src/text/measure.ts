import { itemAt } from '@helmholtz/base';
import { arimo, type Weight } from './arimo.js';

export interface Font {
  /** In pixels. */
  readonly size: number;
  readonly weight: Weight;
}

let segmenter: Intl.Segmenter | undefined;

/**
 * Splits a text into graphemes (user-perceived characters). ASCII texts, which most names are, need
 * no Unicode rules.
 */
function graphemes(text: string): string[] {
  if (/^[ -~]*$/.test(text)) return [...text];
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}

/** The width of a line of text in pixels, without kerning. */
export function textWidth(text: string, font: Font): number {
  let em = 0;
  for (const grapheme of graphemes(text)) em += graphemeWidth(grapheme, font.weight);
  return em * font.size;
}

/**
 * Returns the width of a grapheme in em. A character outside of the table is drawn with another
 * font, so it counts as the widest character.
 */
function graphemeWidth(grapheme: string, weight: Weight): number {
  const knownWidth = arimo[weight].get(grapheme);
  if (knownWidth !== undefined) return knownWidth;
  return /^\p{Script=Latin}|^\p{Script=Greek}|^\p{Script=Cyrillic}/u.test(grapheme) ? 0.8 : 1.2;
}

/**
 * Shortens a text to a width in pixels by an ellipsis in its middle: names differ at either end.
 */
export function truncate(text: string, font: Font, width: number): string {
  if (textWidth(text, font) <= width) return text;
  const segments = graphemes(text);
  let [head, tail] = ['', ''];
  for (let index = 0; index < segments.length; index++) {
    const longerHead = head + itemAt(segments, index);
    if (textWidth(`${longerHead}…${tail}`, font) > width) break;
    head = longerHead;
    const longerTail = itemAt(segments, -1 - index) + tail;
    if (textWidth(`${head}…${longerTail}`, font) > width) break;
    tail = longerTail;
  }
  return `${head}…${tail}`;
}
