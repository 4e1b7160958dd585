import { platform } from '#platform';
import { HelmholtzError } from '@helmholtz/base';

import { assetNames } from '../platform/platform.js';

type Renderer = (svg: string, zoom: number, background: string) => Uint8Array;

let renderer: Promise<Renderer> | undefined;

const maxSide = 20_000;

/** Two pixels to one of the SVG's own, which is sharp on any screen. */
export const defaultDpi = 192;

/** Checks a resolution in dots per inch; at 96 one pixel of the picture is one pixel of the figure. */
export function checkDpi(dpi: number): number {
  if (Number.isFinite(dpi) && dpi >= 10 && dpi <= 1200) return dpi;
  throw new HelmholtzError('usage', `dpi is ${dpi}, but must be a number from 10 to 1200.`, {
    hint: 'Use 96 for a screen, 192 for a sharp one, 300 for print.',
  });
}

/**
 * Draws an SVG as PNG, with a font that is part of this package and stands for every font that the SVG names:
 * the same on every machine.
 *
 * @param dpi pixels per inch, of which an SVG's own pixels are 1/96
 * @param background a colour behind it; white if not given
 */
export async function rasterize(svg: string, dpi = defaultDpi, background = '#ffffff'): Promise<Uint8Array> {
  renderer ??= loadRenderer().catch((error: unknown) => {
    // What it lacked may be there the next time.
    renderer = undefined;
    throw error;
  });
  return (await renderer)(svg, dpi / 96, background);
}

async function loadRenderer(): Promise<Renderer> {
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
  const [wasm, ...fontBuffers] = await Promise.all(assetNames.map(platform.readAsset));
  // It may be started once only in a process, and another user of it may have done so.
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
  throw new HelmholtzError('usage', `The picture would be ${size} pixels; the limit is ${maxSide} a side.`, {
    hint: 'Lower dpi, draw a part of the model, or write SVG.',
  });
}
