import type { BytesMeaning } from '../arrays/bytes-meaning.js';
import type { Fitted } from '../fitted/fitted.js';
import type { ArrayFile } from '../arrays/open-array.js';
import type { NpyArray } from './read-npy.js';

/**
 * Returns what the bytes of an array mean to a trained model: what its training data were read as.
 * Runs of earlier versions don't keep it; to them, arrays of images were grey levels.
 */
export function fittedMeaning(fitted: Fitted | undefined, array: NpyArray | ArrayFile): BytesMeaning {
  if (fitted?.form === 'array' && fitted.bytes) return fitted.bytes;
  const { length } = 'header' in array ? array.header.shape : array.shape;
  return length === 3 || length === 4 ? 'grey' : 'numbers';
}
