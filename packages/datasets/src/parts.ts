import { csv } from './sources/csv.js';
import { digits } from './sources/digits.js';
import { fashionMnist } from './sources/fashion-mnist.js';
import { mnist } from './sources/mnist.js';
import { npy } from './sources/npy.js';
import type { DatasetSource } from './sources/source.js';

/** The data sets that come with this package. */
export const datasetSources: readonly DatasetSource[] = [digits, mnist, fashionMnist, npy, csv];
