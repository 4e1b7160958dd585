import { itemAt } from '@helmholtz/base';
import { platform } from '#platform';

import type { Size } from '../size/pages.js';
import { sizeOf } from '../size/sized.js';
import { type SvgElement, numberIn } from '../svg/element.js';
import { type Style, fontNames, inherit } from './style.js';
import { drawText } from './text.js';

type Document = PDFKit.PDFDocument;

/** Points, the unit of a page, to a pixel. */
const pointsPerPixel = 72 / 96;

/**
 * Writes a picture as one PDF page of the same size, or in the middle of a larger sheet. Shapes are
 * vectors. Texts use the fonts of the layout, and the file embeds only the used glyphs. The same
 * picture gives the same bytes.
 *
 * @param paper background colour
 * @param sheet size of the page, in pixels; that of the picture by default
 */
export async function writePdf(
  svg: SvgElement,
  paper: string,
  sheet: Size = sizeOf(svg),
): Promise<Uint8Array> {
  const [{ default: PDFDocument }, ...fonts] = await Promise.all([
    import('pdfkit'),
    ...fontNames.map(platform.readAsset),
  ]);
  const figure = sizeOf(svg);
  const [, , contentWidth] = String(svg.attributes['viewBox']).split(' ').map(Number);
  const document = new PDFDocument({
    size: [sheet.width * pointsPerPixel, sheet.height * pointsPerPixel],
    margin: 0,
    // A time would make every file different.
    info: { Title: titleOf(svg), Producer: 'Helmholtz', Creator: 'Helmholtz', CreationDate: new Date(0) },
    displayTitle: true,
    lang: 'en',
  });
  fontNames.forEach((name, index) => document.registerFont(name, Buffer.from(itemAt(fonts, index))));
  document.scale(pointsPerPixel);
  document.rect(0, 0, sheet.width, sheet.height).fill(paper);
  document.translate((sheet.width - figure.width) / 2, (sheet.height - figure.height) / 2);
  document.scale(figure.width / (contentWidth ?? figure.width));
  draw(document, svg, inherit({}, svg.attributes));
  return collect(document);
}

/** Draws an element with its children. Supports only the elements of these pictures. */
function draw(document: Document, { name, attributes, children }: SvgElement, style: Style): void {
  const inside = (): void => {
    for (const child of children) {
      if (typeof child !== 'string') draw(document, child, inherit(style, child.attributes));
    }
  };
  const number = (key: string): number => numberIn(attributes[key]);
  switch (name) {
    case 'svg':
    case 'g':
    case 'a':
      document.save();
      transform(document, attributes['transform']);
      if (name === 'a') link(document, attributes['href'], children);
      inside();
      document.restore();
      break;
    case 'rect': {
      const [width, height] = [number('width'), number('height')];
      const radius = Math.min(number('rx'), width / 2, height / 2);
      if (radius > 0) document.roundedRect(number('x'), number('y'), width, height, radius);
      else document.rect(number('x'), number('y'), width, height);
      paint(document, style);
      break;
    }
    case 'circle':
      paint(document.circle(number('cx'), number('cy'), number('r')), style);
      break;
    case 'ellipse':
      paint(document.ellipse(number('cx'), number('cy'), number('rx'), number('ry')), style);
      break;
    case 'line':
      paint(document.moveTo(number('x1'), number('y1')).lineTo(number('x2'), number('y2')), style);
      break;
    case 'path':
      paint(document.path(String(attributes['d'])), style);
      break;
    case 'polygon':
      paint(document.path(`M${String(attributes['points'])}Z`), style);
      break;
    case 'text':
      drawText(document, { name, attributes, children }, style);
      break;
    default:
    // Titles and descriptions are for hovering only.
  }
}

function paint(document: Document, { fill, stroke, strokeWidth, dash, opacity, strokeOpacity }: Style): void {
  const [fills, strokes] = [fill !== 'none', stroke !== undefined && stroke !== 'none'];
  if (!fills && !strokes) {
    // Ends the path, which would be a part of the next one.
    document.addContent('n');
    return;
  }
  document
    .lineWidth(strokeWidth)
    .fillOpacity(opacity)
    .strokeOpacity(opacity * strokeOpacity);
  if (dash && dash.length > 0) document.dash(itemAt(dash, 0), { space: dash[1] ?? itemAt(dash, 0) });
  else document.undash();
  // PDFKit's own options know one dash and one gap.
  if (dash && dash.length > 2) document.addContent(`[${dash.join(' ')}] 0 d`);
  if (fills && strokes) document.fillAndStroke(fill, stroke);
  else if (fills) document.fill(fill);
  else document.stroke(stroke);
}

/** `translate(x y)` and `scale(s)`, one after the other. */
function transform(document: Document, value: string | number | undefined): void {
  for (const [, kind, list] of String(value ?? '').matchAll(/(translate|scale)\(([^)]*)\)/g)) {
    const [x = 0, y] = list!.split(/[ ,]+/).map(Number);
    if (kind === 'translate') document.translate(x, y ?? 0);
    else document.scale(x, y ?? x);
  }
}

/** The place of a node that leads somewhere: that of its outline. */
function link(document: Document, href: string | number | undefined, children: SvgElement['children']): void {
  const outlines = children.flatMap((child) => (typeof child === 'string' ? [] : [child, ...child.children]));
  const box = outlines.find((child) => typeof child !== 'string' && child.name === 'rect');
  const group = children.find((child) => typeof child !== 'string' && child.name === 'g');
  if (href === undefined || typeof box !== 'object') return;
  document.save();
  if (typeof group === 'object') transform(document, group.attributes['transform']);
  const at = (key: string): number => numberIn(box.attributes[key]);
  document.link(at('x'), at('y'), at('width'), at('height'), String(href));
  document.restore();
}

function titleOf({ children }: SvgElement): string {
  const title = children.find((child) => typeof child !== 'string' && child.name === 'title');
  return typeof title === 'object'
    ? title.children.filter((child) => typeof child === 'string').join('')
    : '';
}

async function collect(document: Document): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  return new Promise((resolve, reject) => {
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    document.on('error', reject);
    document.on('end', () => {
      const bytes = new Uint8Array(chunks.reduce((total, { length }) => total + length, 0));
      let offset = 0;
      for (const chunk of chunks) {
        bytes.set(chunk, offset);
        offset += chunk.length;
      }
      resolve(bytes);
    });
    document.end();
  });
}
