import type { SvgElement } from '../svg/element.js';

/** Returns the size of the smallest text in a picture, in pixels; Infinity without text. */
export function smallestFont({ name, attributes, children }: SvgElement, scale = 1): number {
  const inner = scale * Number(/scale\(([\d.]+)/.exec(String(attributes['transform'] ?? ''))?.[1] ?? 1);
  const size = attributes['font-size'];
  const ownSize =
    (name === 'text' || name === 'tspan') && size !== undefined ? Number(size) * inner : Infinity;
  return Math.min(
    ownSize,
    ...children.map((child) => (typeof child === 'string' ? Infinity : smallestFont(child, inner))),
  );
}
