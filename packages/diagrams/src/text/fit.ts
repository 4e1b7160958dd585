import { clean } from './clean.js';
import { fonts } from './fonts.js';
import { type Font, textWidth, truncate } from './measure.js';

/** No node is wider than this for its texts, in pixels. */
const widest = 250;

export interface FittedText {
  readonly text: string;
  /** In pixels. */
  readonly width: number;
}

/** Shortens a text to fit on one line of the given width. Returns the text with its width. */
export function fit(text: string, font: Font, limit = widest): FittedText {
  const short = truncate(clean(text), font, limit);
  return { text: short, width: textWidth(short, font) };
}

export function fitFrameLabel(label: string): FittedText {
  return fit(label, fonts.frame);
}
