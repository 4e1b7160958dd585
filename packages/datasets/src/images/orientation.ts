import type { DecodedImage } from './decoded-image.js';

const ORIENTATION = 0x0112;
const ENTRY = 12;

/**
 * Returns the orientation that the EXIF data of an image declare, from 1 to 8; 1 if they declare
 * none or are damaged.
 */
export function orientationOf(exif: Uint8Array): number {
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength);
  // Zeros may stand before the header of the TIFF structure.
  for (let start = 0; start < 4 && start + 8 <= exif.length; start++) {
    const order = view.getUint16(start);
    if (order !== 0x4949 && order !== 0x4d4d) continue;
    return orientationIn(view, start, order === 0x4949);
  }
  return 1;
}

function orientationIn(view: DataView, start: number, littleEndian: boolean): number {
  const directory = start + view.getUint32(start + 4, littleEndian);
  if (directory + 2 > view.byteLength) return 1;
  const entries = view.getUint16(directory, littleEndian);
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + ENTRY * entry;
    if (at + ENTRY > view.byteLength) return 1;
    if (view.getUint16(at, littleEndian) !== ORIENTATION) continue;
    const value = view.getUint16(at + 8, littleEndian);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/**
 * Returns an image as it is to be seen. From 5 on, rows and columns of the file are exchanged.
 *
 * EXIF 2.3, tag 274: where the first row and the first column of the file are to be seen.
 */
export function upright(image: DecodedImage, orientation: number): DecodedImage {
  if (orientation === 1) return image;
  const { channels } = image;
  const isTurned = orientation > 4;
  const [rows, columns] = isTurned ? [image.columns, image.rows] : [image.rows, image.columns];
  const areRowsReversed = [3, 4, 6, 7].includes(orientation);
  const areColumnsReversed = [2, 3, 7, 8].includes(orientation);
  const pixels = new Float32Array(image.pixels.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      // Where the pixel is in the file.
      const [along, across] = isTurned ? [column, row] : [row, column];
      const fileRow = areRowsReversed ? image.rows - 1 - along : along;
      const fileColumn = areColumnsReversed ? image.columns - 1 - across : across;
      const from = (fileRow * image.columns + fileColumn) * channels;
      const to = (row * columns + column) * channels;
      for (let channel = 0; channel < channels; channel++)
        pixels[to + channel] = image.pixels[from + channel]!;
    }
  }
  return { rows, columns, channels, pixels };
}
