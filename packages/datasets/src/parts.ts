import { type DatasetName, datasetNames } from '@helmholtz/base';

import { audio } from './sources/audio.js';
import { csv } from './sources/csv.js';
import { digits } from './sources/digits.js';
import { fashionMnist } from './sources/fashion-mnist.js';
import { images } from './sources/images.js';
import { mnist } from './sources/mnist.js';
import { npy } from './sources/npy.js';
import type { DatasetSource } from './sources/source.js';
import { table } from './sources/table.js';

/** A name without a data set, and a data set without a name in `datasetNames`, do not compile. */
const sources: { readonly [Name in DatasetName]: DatasetSource<Name> } = {
  digits,
  mnist,
  'fashion-mnist': fashionMnist,
  npy,
  csv,
  table,
  images,
  audio,
};

/** The data sets that come with this package. */
export const datasetSources: readonly DatasetSource[] = datasetNames.map((name) => sources[name]);
