import { itemAt } from '@helmholtz/base';
import { type SvgElement, numberIn } from '../svg/element.js';
import { type Style, inherit } from './style.js';

interface Run {
  readonly text: string;
  readonly style: Style;
  /** Below the line, in pixels. */
  readonly below: number;
}

/** Draws a line of text, with spans in it that are raised, lowered or set in another font. */
export function drawText(document: PDFKit.PDFDocument, element: SvgElement, style: Style): void {
  const { x, y, textLength } = element.attributes;
  const runs = runsOf(element, style, 0);
  const widths = runs.map(({ text, style }) => font(document, style).widthOfString(text));
  const natural = widths.reduce((total, width) => total + width, 0);
  const letters = runs.reduce((total, { text }) => total + [...text].length, 0);
  // The length that it was measured to have: without kerning.
  const spacing = textLength === undefined ? 0 : (numberIn(textLength) - natural) / Math.max(1, letters);
  const width = natural + spacing * letters;
  const shift = style.anchor === 'middle' ? width / 2 : style.anchor === 'end' ? width : 0;

  let left = numberIn(x) - shift;
  runs.forEach(({ text, style, below }, index) => {
    font(document, style)
      .fillOpacity(style.opacity)
      .fillColor(style.fill)
      .text(text, left, numberIn(y) + below, {
        lineBreak: false,
        baseline: 'alphabetic',
        characterSpacing: spacing,
      });
    left += itemAt(widths, index) + spacing * [...text].length;
  });
}

function font(document: PDFKit.PDFDocument, { font, fontSize }: Style): PDFKit.PDFDocument {
  return document.font(font).fontSize(fontSize);
}

function runsOf({ children }: SvgElement, style: Style, start: number): Run[] {
  let below = start;
  return children.flatMap((child): Run[] => {
    if (typeof child === 'string') return child === '' ? [] : [{ text: child, style, below }];
    below += numberIn(child.attributes['dy']);
    return runsOf(child, inherit(style, child.attributes), below);
  });
}
