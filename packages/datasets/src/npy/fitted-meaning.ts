import type { BytesMeaning } from '../arrays/bytes-meaning.js';
import type { Fitted } from '../fitted/fitted.js';
import type { ArrayFile } from '../arrays/open-array.js';
import type { NpyArray } from './read-npy.js';

/**
 * Returns the meaning of bytes to a trained model: grey levels or numbers, as in its training data.
 * Runs of earlier versions did not save it and read arrays of images as grey levels.
 */
export function fittedMeaning(fitted: Fitted | undefined, array: NpyArray | ArrayFile): BytesMeaning {
  if (fitted?.form === 'array' && fitted.bytes) return fitted.bytes;
  const { length } = 'header' in array ? array.header.shape : array.shape;
  return length === 3 || length === 4 ? 'grey' : 'numbers';
}
