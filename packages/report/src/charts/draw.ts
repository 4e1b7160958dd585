import * as Plot from '@observablehq/plot';
import { DOMParser } from 'linkedom';

const namespace = 'http://www.w3.org/2000/svg';

/** Text colour of a standalone drawing. In a page, style sheets replace it. */
const ink = '#1f2328';

/** Readable on a phone that shows a chart, about 400 units wide, at 320 pixels. */
export const fontSize = 14;

/**
 * Draws plots of Observable Plot, one below the other, as one SVG document.
 *
 * The result is the same in every environment, byte for byte. The background has the class
 * `background` and outlines of letters have the class `halo`, so that a page can style them.
 *
 * @param alt text alternative
 * @param plots options of each plot, from top to bottom
 * @example
 * ```ts
 * import { drawPlots } from '@helmholtz/report';
 *
 * const plot = { width: 200, height: 100, x: { domain: [0, 1] } };
 * const svg = drawPlots('Two empty plots.', [plot, plot]);
 * console.log(svg.includes('viewBox="0 0 200 200"')); // true
 * ```
 */
export function drawPlots(alt: string, plots: readonly Plot.PlotOptions[]): string {
  const document = emptyDocument();
  const root = document.documentElement;
  let width = 0;
  let height = 0;
  for (const options of plots) {
    const plot = Plot.plot({ ...options, document });
    // Its rules are for pages that contain only the plot. Most SVG renderers ignore them.
    plot.querySelector('style')?.remove();
    for (const inherited of ['class', 'font-family', 'font-size']) plot.removeAttribute(inherited);
    setAttributes(plot, { y: height, overflow: 'visible' });
    root.append(plot);
    width = Math.max(width, Number(plot.getAttribute('width')));
    height += Number(plot.getAttribute('height'));
  }
  root.prepend(background(document));
  setAttributes(root, {
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    'font-family': 'Helvetica, Arial, Arimo, sans-serif',
    'font-size': fontSize,
    color: ink,
    role: 'img',
    'aria-label': alt,
  });
  return roundCoordinates(root.outerHTML);
}

/** Returns an empty XML document. Its markup is well-formed XML as well as HTML. */
function emptyDocument(): Document {
  const parsed: unknown = new DOMParser().parseFromString(`<svg xmlns="${namespace}"/>`, 'image/svg+xml');
  return parsed as Document;
}

function background(document: Document): Element {
  const rectangle = document.createElementNS(namespace, 'rect');
  setAttributes(rectangle, { class: 'background', width: '100%', height: '100%', fill: 'white' });
  return rectangle;
}

function setAttributes(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

/**
 * Rounds coordinates to a hundredth of a pixel, which keeps a scatter of thousands of points small.
 */
function roundCoordinates(svg: string): string {
  return svg.replace(/(?<= (?:c?[xy]|[xy][12]|d|transform)=")[^"]+/g, (coordinates) =>
    coordinates.replace(/\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2)))),
  );
}
