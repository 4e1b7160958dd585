export { type DecodedImage, decodeImage } from '@helmholtz/datasets/images';
export { type ImageFile, type ImagesForOptions, imagesFor } from './images-for.js';
