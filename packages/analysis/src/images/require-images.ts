import { HelmholtzError } from '@helmholtz/base';
import type { Dataset } from '@helmholtz/datasets';

import { isImages } from './to-images.js';

/** @throws HelmholtzError (`usage`) for a data set whose examples are not images. */
export function requireImages(dataset: Pick<Dataset, 'name' | 'shape'>): void {
  if (isImages(dataset)) return;
  const { name, shape } = dataset;
  throw new HelmholtzError(
    'usage',
    `${name} has examples of shape [${shape.join(', ')}], which are not images.`,
    {
      hint: 'Images have the shape [rows, columns, 1] or [rows, columns, 3]. Sampling and reconstruction also write tables and arrays; embedding takes any examples.',
    },
  );
}
