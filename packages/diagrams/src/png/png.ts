import { platform } from '#platform';
import { HelmholtzError } from '@helmholtz/base';

import { assetNames } from '../platform/platform.js';

type Renderer = (svg: string, zoom: number, background: string) => Uint8Array;

let renderer: Promise<Renderer> | undefined;

const maxSide = 20_000;

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
 * @throws HelmholtzError of kind `usage` if a side of the picture is longer than 20,000 pixels
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
export async function rasterize(svg: string, dpi = defaultDpi, background = '#ffffff'): Promise<Uint8Array> {
  renderer ??= loadRenderer().catch((error: unknown) => {
    // The missing asset may be available at the next call.
    renderer = undefined;
    throw error;
  });
  return (await renderer)(svg, dpi / 96, background);
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

  return (svg, zoom, background) => {
    const picture = new Resvg(svg, { font, background, fitTo: { mode: 'zoom', value: zoom } });
    try {
      checkSize(picture.width * zoom, picture.height * zoom);
      const image = picture.render();
      const bytes = image.asPng();
      image.free();
      return bytes;
    } finally {
      picture.free();
    }
  };
}

function checkSize(width: number, height: number): void {
  if (Math.max(width, height) <= maxSide) return;
  const size = `${Math.round(width)} by ${Math.round(height)}`;
  throw new HelmholtzError(
    'usage',
    `The picture is too large: ${size} pixels. Expected at most ${maxSide} pixels a side.`,
    {
      hint: 'Reduce dpi, draw a part of the model, or write SVG.',
    },
  );
}
