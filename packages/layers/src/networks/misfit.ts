import { HelmholtzError, itemAt } from '@helmholtz/base';
import { sizeOf } from '@helmholtz/core';

/**
 * Refuses a network that ends in a feature map of other rows or columns than are required. A dense
 * layer between the two would have a weight for each pair of their values, and no sense of place.
 *
 * @param last shape that the network ends in, without the batch axis.
 * @param path where the spec declares the network.
 * @throws HelmholtzError (`usage`) with both shapes and the layer that fits one to the other.
 */
export function refuseMisfit(last: readonly number[], shape: readonly number[], path: string): void {
  if (last.length < 2 || shape.length < 2) return;
  const places = last.length === shape.length ? last.length - 1 : 2;
  const [ends, required] = [last.slice(0, places), shape.slice(0, places)];
  if (ends.join() === required.join()) return;
  const weights = sizeOf(last) * sizeOf(shape) + sizeOf(shape);
  throw new HelmholtzError(
    'usage',
    `${path} ends in the shape [${last.join(', ')}], and [${shape.join(', ')}] is required.`,
    {
      hint:
        `${cropOrPadHint(ends, required)}, or change the strides and sizes of its layers. ` +
        `{ layer: flatten } as its last layer asks for a dense layer of ${weights.toLocaleString('en')} weights.`,
    },
  );
}

/** Names the layers that crop or pad an image to the required rows and columns. */
function cropOrPadHint(ends: readonly number[], required: readonly number[]): string {
  if (ends.length !== 2 || required.length !== 2) return 'Crop or pad it';
  const cropped = margins(ends.map((length, axis) => length - itemAt(required, axis)));
  const padded = margins(ends.map((length, axis) => itemAt(required, axis) - length));
  const layers = [
    ...(cropped === undefined ? [] : [`{ layer: cropping2D, cropping: ${cropped} }`]),
    ...(padded === undefined ? [] : [`{ layer: zeroPadding2d, padding: ${padded} }`]),
  ];
  return `Add ${layers.join(' and ')} at its end`;
}

/** Returns `[[3, 3], [2, 3]]`, the halves of the positive differences; undefined without any. */
function margins(differences: readonly number[]): string | undefined {
  if (differences.every((difference) => difference <= 0)) return undefined;
  const halves = differences.map((difference) => {
    const total = Math.max(difference, 0);
    return `[${Math.floor(total / 2)}, ${Math.ceil(total / 2)}]`;
  });
  return `[${halves.join(', ')}]`;
}
