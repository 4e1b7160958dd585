export { decodeImage } from './decode-image.js';
export type { Background, DecodedImage } from './decoded-image.js';
export { type ImageFit, fitImage, type FittedImage } from './fit-image.js';
