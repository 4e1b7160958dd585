import type { TextRun } from '../layout/card.js';
import type { Theme } from '../theme/theme.js';
import { type SvgElement, element } from './element.js';

/** A text that takes the width it was measured to have, whatever font the reader's machine has. */
export function drawText({ x, y, text, width, anchor, font, tone }: TextRun, { tones }: Theme): SvgElement {
  return element(
    'text',
    {
      x,
      y,
      'font-size': font.size,
      'font-weight': font.weight === 'bold' ? 'bold' : undefined,
      'text-anchor': anchor === 'middle' ? 'middle' : undefined,
      fill: tones[tone],
      textLength: width,
      lengthAdjust: 'spacingAndGlyphs',
    },
    text,
  );
}
