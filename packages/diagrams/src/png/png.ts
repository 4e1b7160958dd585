import { platform } from '#platform';
import { HelmholtzError } from '@helmholtz/base';

import { assetNames } from '../platform/platform.js';
import type { Size } from '../size/pages.js';

type Renderer = (svg: string, zoom: number, background: string, notice: Notice) => Uint8Array;

type Notice = (line: string) => void;

let renderer: Promise<Renderer> | undefined;

/** Most pixels of a side, and of a picture: more take gigabytes of memory. */
const [maxSide, maxPixels] = [20_000, 150_000_000];

/** Default resolution: two pixels for each unit of the SVG, sharp on high-density screens. */
export const defaultDpi = 192;

/** Checks a resolution in pixels per inch. At 96, one unit of the SVG is one pixel. */
export function checkDpi(dpi: number): number {
  if (Number.isFinite(dpi) && dpi >= 10 && dpi <= 1200) return dpi;
  throw new HelmholtzError('usage', `dpi must be a number from 10 to 1200. Received: ${dpi}.`, {
    hint: 'Use 96 for a screen, 192 for a high-density screen, 300 for print.',
  });
}

/**
 * Renders an SVG as PNG. Text is set in the fonts of this package, whatever fonts the SVG names, so
 * that the result is the same on every machine.
 *
 * @param dpi pixels per inch; a unit of the SVG is 1/96 inch. Default: 192
 * @param background colour behind the drawing. Default: white
 * @param notice receives a line if the picture would have more than 20,000 pixels a side, or 150
 *   million in all. It then has the largest resolution that fits.
 * @example
 * ```ts
 * import { rasterize } from '@helmholtz/diagrams';
 *
 * const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"/>';
 * const png = await rasterize(svg, 96);
 * const header = new DataView(png.buffer, png.byteOffset);
 * console.log(header.getUint32(16), header.getUint32(20)); // 20 10
 * ```
 */
export async function rasterize(
  svg: string,
  dpi = defaultDpi,
  background = '#ffffff',
  notice: Notice = () => undefined,
): Promise<Uint8Array> {
  renderer ??= loadRenderer().catch((error: unknown) => {
    // The missing asset may be available at the next call.
    renderer = undefined;
    throw error;
  });
  return (await renderer)(svg, dpi / 96, background, notice);
}

async function loadRenderer(): Promise<Renderer> {
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
  const [wasm, ...fontBuffers] = await Promise.all(assetNames.map(platform.readAsset));
  // It can be initialized only once per process, and another library may have done so.
  await initWasm(wasm!).catch((cause: unknown) => {
    if (!String(cause).includes('Already initialized')) throw cause;
  });
  const font = {
    fontBuffers,
    defaultFontFamily: 'Arimo',
    sansSerifFamily: 'Arimo',
    serifFamily: 'Tinos',
    monospaceFamily: 'Arimo',
  };

  return (svg, requested, background, notice) => {
    const open = (value: number) => new Resvg(svg, { font, background, fitTo: { mode: 'zoom', value } });
    let picture = open(requested);
    try {
      const zoom = zoomThatFits(picture, requested);
      if (zoom < requested) {
        notice(lowered(requested, zoom));
        picture.free();
        picture = open(zoom);
      }
      const image = picture.render();
      const bytes = image.asPng();
      image.free();
      return bytes;
    } finally {
      picture.free();
    }
  };
}

/** Returns the factor asked for, or the largest that keeps a picture within the limits. */
function zoomThatFits({ width, height }: Size, requested: number): number {
  return Math.min(
    requested,
    (maxSide - 1) / Math.max(width, height),
    Math.sqrt(maxPixels / (width * height)),
  );
}

function lowered(requested: number, zoom: number): string {
  const [from, to] = [requested, zoom].map((factor) => Math.floor(96 * factor));
  return (
    `The PNG has ${to} dpi in place of ${from}: with more it would exceed ${maxSide} pixels a side or ` +
    `${maxPixels / 1e6} million in all. Draw a part of the model, fold it, or write SVG or PDF for all detail.`
  );
}
