import { HelmholtzError } from '@helmholtz/base';
import type { Dataset } from '@helmholtz/datasets';

import { canBeDrawn } from './to-images.js';

/** @throws HelmholtzError (`usage`) for a data set whose examples can't be drawn. */
export function requireImages(dataset: Dataset): void {
  if (canBeDrawn(dataset)) return;
  const { name, shape } = dataset;
  throw new HelmholtzError(
    'usage',
    `${name} has examples of shape [${shape.join(', ')}], which are not images.`,
    {
      hint: 'Images have the shape [rows, columns, 1] or [rows, columns, 3], series [steps, channels] with up to 8 channels, arrays [rows, columns] with more columns. Sampling and reconstruction also write tables and arrays; embedding takes any examples.',
    },
  );
}
