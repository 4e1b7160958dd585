import { datasetSources } from '@helmholtz/datasets';
import type { SpecInput } from '@helmholtz/recipes';
import test from 'ava';

// Complete by its type: a name that specs know and that is missing here does not compile.
const names: Record<NonNullable<NonNullable<SpecInput['data']>['dataset']>, true> = {
  digits: true,
  mnist: true,
  'fashion-mnist': true,
  npy: true,
  csv: true,
};

test('a spec literal names the data sets that there are', (t) => {
  t.deepEqual(
    datasetSources.map(({ name }) => name),
    Object.keys(names),
  );
});
