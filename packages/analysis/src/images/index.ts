export { decodeImage } from './decode-image.js';
export type { DecodedImage } from './decoded-image.js';
export { type ImageFile, type ImagesForOptions, imagesFor } from './images-for.js';
