import * as Plot from '@observablehq/plot';
import { DOMParser } from 'linkedom';

const namespace = 'http://www.w3.org/2000/svg';

/** The ink of a drawing that stands alone. In a page, style sheets give it the colour of the text. */
const ink = '#1f2328';

/** Charts are 400 units wide or little more, so that this is readable where a phone shows them at 320 pixels. */
export const fontSize = 14;

/**
 * Draws plots below one another as one SVG document, `alt` being its description.
 *
 * The drawing is the same in every environment, byte for byte, for it is made in a document of its own. Its
 * background has the class `background`, and letters' outlines `halo`, so that a page can adapt them.
 */
export function drawPlots(alt: string, plots: readonly Plot.PlotOptions[]): string {
  const document = emptyDocument();
  const root = document.documentElement;
  let width = 0;
  let height = 0;
  for (const options of plots) {
    const plot = Plot.plot({ ...options, document });
    // Its rules are for pages that hold the plot alone, and are unknown to most SVG renderers.
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

/** An XML document, so that what is read from it is well-formed XML as well as HTML. */
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

/** A hundredth of a pixel is enough, and keeps a scatter of thousands of points small. */
function roundCoordinates(svg: string): string {
  return svg.replace(/(?<= (?:c?[xy]|[xy][12]|d|transform)=")[^"]+/g, (coordinates) =>
    coordinates.replace(/\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2)))),
  );
}
