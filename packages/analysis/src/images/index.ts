export { decodeImage } from './decode-image.js';
export type { DecodedImage } from './decoded-image.js';
export { type ImageFilesOptions, imageFiles } from './image-files.js';
