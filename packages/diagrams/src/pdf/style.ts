import { mathFontFamily } from '../math/typeset.js';
import { type SvgElement, numberIn } from '../svg/element.js';

/** Labels are set in Arimo, regular and bold, and mathematics in Tinos, upright and italic. */
export const fontNames = ['regular', 'bold', 'upright', 'italic'] as const;

export type FontName = (typeof fontNames)[number];

/** Style of an element: its own attributes, or those it inherits. */
export interface Style {
  readonly fill: string;
  readonly stroke?: string;
  readonly strokeWidth: number;
  readonly dash?: readonly number[];
  readonly opacity: number;
  readonly strokeOpacity: number;
  readonly fontSize: number;
  readonly font: FontName;
  readonly anchor: string;
}

const initial: Style = {
  fill: '#000000',
  strokeWidth: 1,
  opacity: 1,
  strokeOpacity: 1,
  fontSize: 16,
  font: 'regular',
  anchor: 'start',
};

export function inherit(around: Partial<Style>, attributes: SvgElement['attributes']): Style {
  const style = { ...initial, ...around };
  const {
    fill = style.fill,
    stroke = style.stroke,
    opacity = 1,
    'stroke-width': strokeWidth = style.strokeWidth,
    'stroke-dasharray': dash,
    'stroke-opacity': strokeOpacity = style.strokeOpacity,
    'font-size': fontSize = style.fontSize,
    'text-anchor': anchor = style.anchor,
  } = attributes;
  return {
    fill: String(fill),
    ...(stroke === undefined ? {} : { stroke: String(stroke) }),
    strokeWidth: numberIn(strokeWidth),
    ...(dash === undefined ? {} : { dash: String(dash).split(/[ ,]+/).map(Number) }),
    opacity: style.opacity * numberIn(opacity),
    strokeOpacity: numberIn(strokeOpacity),
    fontSize: numberIn(fontSize),
    font: fontIn(attributes, style),
    anchor: String(anchor),
  };
}

function fontIn(
  { 'font-family': family, 'font-weight': weight, 'font-style': slant }: SvgElement['attributes'],
  { font }: Style,
): FontName {
  const isMath = family === undefined ? font === 'upright' || font === 'italic' : family === mathFontFamily;
  if (isMath) return slant === 'italic' || (slant === undefined && font === 'italic') ? 'italic' : 'upright';
  return weight === 'bold' || (weight === undefined && font === 'bold') ? 'bold' : 'regular';
}
