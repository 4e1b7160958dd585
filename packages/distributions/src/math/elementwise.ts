import { itemAt } from '@helmholtz/base';
import { type Tensor, add, concat, reshape, slice, tidy, zerosLike } from '@tensorflow/tfjs-core';

/** How many elements are computed at a time: integrals take many numbers for each. */
const CHUNK = 2 ** 16;

/**
 * Calls a function of vectors [elements] on tensors of shapes that broadcast, and gives its results
 * their common shape. Many elements are taken a part at a time, which bounds the memory.
 */
export function elementwise<Count extends number>(
  inputs: readonly Tensor[],
  compute: (...vectors: Tensor[]) => readonly Tensor[] & { length: Count },
): Tensor[] {
  const zero = inputs.map(zerosLike).reduce((total, next) => add(total, next));
  const vectors = inputs.map((input) => reshape(add(input, zero), [-1]));
  const elements = zero.size;
  if (elements <= CHUNK) return compute(...vectors).map((result) => reshape(result, zero.shape));
  const starts = Array.from({ length: Math.ceil(elements / CHUNK) }, (_, index) => index * CHUNK);
  const parts = starts.map((start) => {
    const size = Math.min(CHUNK, elements - start);
    return tidy(() => [...compute(...vectors.map((vector) => slice(vector, start, size)))]);
  });
  return itemAt(parts, 0).map((_, which) =>
    reshape(
      concat(
        parts.map((part) => itemAt(part, which)),
        0,
      ),
      zero.shape,
    ),
  );
}
