import type { FileKind } from '../files/find-files.js';

/** Image files that are read. */
export const imageFiles: FileKind = {
  plural: 'images',
  formats: 'PNG, JPEG or WebP',
  extensions: ['.png', '.jpg', '.jpeg', '.webp'],
};
