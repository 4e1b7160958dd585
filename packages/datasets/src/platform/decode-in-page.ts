import type { RgbaImage } from './platform.js';

/** The parts of a page's interface to images that are used here. */
interface Page {
  createImageBitmap(image: Blob): Promise<{ readonly width: number; readonly height: number }>;
  readonly OffscreenCanvas: new (
    width: number,
    height: number,
  ) => {
    getContext(kind: '2d'): {
      drawImage(image: unknown, x: number, y: number): void;
      getImageData(x: number, y: number, width: number, height: number): Pick<RgbaImage, 'data'>;
    };
  };
}

/** Decodes a WebP. Chromium does not turn it by its EXIF orientation, unlike a JPEG. */
export async function decodeInPage(bytes: Uint8Array): Promise<RgbaImage> {
  const page = globalThis as unknown as Page;
  const bitmap = await page.createImageBitmap(new Blob([Uint8Array.from(bytes)]));
  const { width, height } = bitmap;
  const canvas = new page.OffscreenCanvas(width, height).getContext('2d');
  canvas.drawImage(bitmap, 0, 0);
  const { data } = canvas.getImageData(0, 0, width, height);
  return { width, height, data };
}
