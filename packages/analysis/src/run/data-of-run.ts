import { HelmholtzError, platform } from '@helmholtz/base';
import type { Spec } from '@helmholtz/core';
import {
  absentPart,
  type Dataset,
  type DatasetPair,
  type ExampleReader,
  type Fitted,
  type TrainingSet,
  loadExamples,
  withoutExamples,
} from '@helmholtz/datasets';

/** Loads the data of a spec. If `fitted` is given, applies it instead of fitting. */
export type LoadSpecData = (
  data: Spec['data'],
  signal?: AbortSignal,
  fitted?: Fitted,
) => Promise<DatasetPair<TrainingSet>>;

export interface DataOfRunOptions {
  /** Folder with the data set's files; the folder that the run was trained on by default. */
  readonly dataDir?: string | undefined;
  /**
   * File or folder of new examples. They take the place of the test set, and there is no training
   * set.
   */
  readonly data?: string | undefined;
  /**
   * Whether examples are needed; true by default. If false, examples are loaded only for a run
   * without `fitted.json`.
   */
  readonly examples?: boolean | undefined;
  /** Readers of new examples; those of `@helmholtz/datasets` by default. */
  readonly readers?: readonly ExampleReader[] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with a line about data that may differ from the training data. */
  readonly onWarning?: ((line: string) => void) | undefined;
  /** Called with a line about each change by a reader, such as the size of an image. */
  readonly onChange?: ((line: string) => void) | undefined;
}

/** Loads the data that a run is used with. */
export async function dataOfRun(
  declared: Spec['data'],
  fitted: Fitted | undefined,
  load: LoadSpecData,
  options: DataOfRunOptions,
): Promise<DatasetPair<TrainingSet>> {
  const { data, dataDir, examples = true, signal } = options;
  if (data !== undefined && dataDir !== undefined) {
    throw new HelmholtzError('usage', '`data` and `dataDir` were both given.', {
      hint: 'Give `data` for a file of new examples, or `dataDir` for a folder with train and test.',
    });
  }
  if (data !== undefined) return newExamples(data, declared, fitted, load, options);
  if (fitted && !examples && dataDir === undefined) return placeholders(fitted, declared.dataset);
  const pair = await load({ ...declared, ...(dataDir === undefined ? {} : { dataDir }) }, signal, fitted);
  if (!fitted && pair.train.fitted?.form === 'table')
    options.onWarning?.(refittedLine(dataDir ?? declared.dataDir));
  return pair;
}

async function newExamples(
  path: string,
  declared: Spec['data'],
  known: Fitted | undefined,
  load: LoadSpecData,
  { readers, signal, onWarning, onChange }: DataOfRunOptions,
): Promise<DatasetPair> {
  const fitted = known ?? (await load(declared, signal)).train.fitted;
  if (!known) onWarning?.(refittedLine(declared.dataDir ?? declared.dataset));
  if (!fitted)
    throw new HelmholtzError('data', `The values fitted to ${declared.dataset} are missing.`, {
      hint: 'Train the run again: it then saves the values that new examples need.',
    });
  const { binarization, padding, weights } = declared;
  const test = await loadExamples(path, {
    fitted: await withoutAbsentWeights(fitted, weights, path),
    readers,
    binarization,
    padding,
    signal,
    onWarning,
    onChange,
  });
  return { train: absentPart('training set', test, () => withoutTraining(path)), test };
}

/** New examples need no weights: `x-<weights>.npy` may be missing beside `x.npy`. */
async function withoutAbsentWeights(
  fitted: Fitted,
  weights: string | undefined,
  path: string,
): Promise<Fitted> {
  if (weights === undefined || fitted.form !== 'array' || !fitted.others) return fitted;
  const beside = path.replace(/\.npy$/i, `-${weights}.npy`);
  if (beside !== path && (await platform.files.stat(beside))?.kind === 'file') return fitted;
  const others = Object.entries(fitted.others).filter(([name]) => name !== weights);
  return { ...fitted, others: Object.fromEntries(others) };
}

/** The shape and columns of the data, without examples. */
function placeholders(fitted: Fitted, name: string): DatasetPair {
  const part = (set: string): Dataset => {
    const why = (): Error => new HelmholtzError('data', `The examples of ${name}/${set} were not loaded.`);
    return withoutExamples(fitted, `${name}/${set}`, why);
  };
  return { train: part('train'), test: part('test') };
}

function withoutTraining(path: string): HelmholtzError {
  return new HelmholtzError('usage', `There is no training set beside ${path}.`, {
    hint: 'Leave `data` out to use the data of the run.',
  });
}

function refittedLine(from: string | undefined): string {
  return (
    'The run has no fitted.json, because an older version trained it. Means, deviations and ' +
    `categories are estimated from the training data in ${from ?? 'its folder'}: they are correct only if the run was trained on these data.`
  );
}
