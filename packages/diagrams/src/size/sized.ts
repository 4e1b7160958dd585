import { checkName } from '../check-name.js';
import { type SvgElement, numberIn } from '../svg/element.js';
import { pixelsOf } from './length.js';
import { type PageName, type Size, fitting, pages, roomOn } from './pages.js';
import { smallestFont } from './smallest-font.js';

/** Options of the size of a figure. Its proportions do not change. */
export interface SizeOptions {
  /**
   * Width of the figure: pixels, or a length such as `5.5in`, `14cm`, `140mm` or `400pt`. With
   * `height`, the figure fits both. Default: as large as its contents.
   */
  readonly width?: number | string;
  /** Height of the figure, as `width`. */
  readonly height?: number | string;
  /** Paper that the figure must fit within margins of 20 mm: `a5`, `a4`, `a3` or `letter`. */
  readonly page?: PageName;
}

/** Smallest text that print keeps legible, in points. */
const smallestPoints = 5;

const pointsPerPixel = 72 / 96;

/**
 * Returns a picture in the size that the options ask for.
 *
 * @param notice receives a line if the size makes text illegible in print.
 * @throws HelmholtzError (`usage`) for a length or a page that there is not.
 */
export function sized(picture: SvgElement, options: SizeOptions, notice: (line: string) => void): SvgElement {
  const natural = sizeOf(picture);
  const scale = scaleOf(natural, options);
  if (scale === undefined) return picture;
  const points = smallestFont(picture) * scale * pointsPerPixel;
  if (points < smallestPoints) notice(tooSmall(points, scale, natural));
  const { width, height } = { width: natural.width * scale, height: natural.height * scale };
  return { ...picture, attributes: { ...picture.attributes, width, height } };
}

/** Returns the width and height of a picture, in pixels. */
export function sizeOf({ attributes }: SvgElement): Size {
  return { width: numberIn(attributes['width']), height: numberIn(attributes['height']) };
}

function scaleOf(natural: Size, { width, height, page }: SizeOptions): number | undefined {
  if (width === undefined && height === undefined && page === undefined) return undefined;
  const requestedScale = fitting(natural, {
    ...(width === undefined ? {} : { width: pixelsOf('width', width) }),
    ...(height === undefined ? {} : { height: pixelsOf('height', height) }),
  });
  if (page === undefined) return requestedScale;
  const room = roomOn(checkName('page', page, Object.keys(pages) as PageName[]), natural);
  // A page is no reason to draw a small figure larger than it is.
  return Math.min(Number.isFinite(requestedScale) ? requestedScale : 1, fitting(natural, room));
}

function tooSmall(points: number, scale: number, { width, height }: Size): string {
  const [legibleWidth, legibleHeight] = [width, height].map((side) =>
    (((side * scale) / 96) * (smallestPoints / points)).toFixed(1),
  );
  return (
    `The smallest text has ${points.toFixed(1)} pt in this size, and print needs ${smallestPoints} pt: ` +
    `${legibleWidth} by ${legibleHeight} in. Draw less of the model (fold repeated blocks, or give a range of ` +
    'layers), leave out shapes, or let the figure be larger.'
  );
}
