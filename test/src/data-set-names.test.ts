import { datasetNames } from '@helmholtz/base';
import { datasetSources } from '@helmholtz/datasets';
import type { SpecInput } from '@helmholtz/recipes';
import test from 'ava';

type Named = NonNullable<NonNullable<SpecInput['data']>['dataset']>;

test('a spec literal names the data sets that there are', (t) => {
  // Each assignment compiles only if the one has every name of the other.
  const ofSpecs: readonly Named[] = datasetNames;
  const ofDatasets: readonly (typeof datasetNames)[number][] = ofSpecs;
  t.deepEqual(
    datasetSources.map(({ name }) => name),
    [...ofDatasets],
  );
});
