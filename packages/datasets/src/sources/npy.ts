import { type Files, HelmholtzError, joinPath, nameOf, platform } from '@helmholtz/base';

import { absentPart, type Dataset, type DatasetPair } from '../dataset.js';
import { findLocal } from '../files/local-file.js';
import { fittedMeaning } from '../npy/fitted-meaning.js';
import { checkSameShape, checkSameSize, cutAndMasked } from '../npy/beside-arrays.js';
import { npyDataset } from '../npy/npy-dataset.js';
import { isLengths } from '../padded-steps.js';
import { openNpy, readNpy } from '../npy/read-npy.js';
import { namingEntries, namingParts, unpackKerasNpz, unpackNpz } from '../npy/read-npz.js';
import type { PartOfSeries } from '../series/windows-of.js';
import { completedWindow } from '../series/window.js';
import { ownValidation, refuseOtherValidation } from './own-validation.js';
import type { DatasetSource, SourceOptions } from './source.js';

/**
 * The user's own arrays: train.npy and test.npy in a folder, or in train.npz and test.npz.
 *
 * Classes are in train-labels.npy and test-labels.npy, other inputs of the same examples in
 * train-<name>.npy and test-<name>.npy. Missing values are NaN, or are marked by 0 in
 * train-mask.npy and test-mask.npy. The lengths of padded series are in train-length.npy and
 * test-length.npy. A validation set is in validation.npy, with the same arrays beside it.
 *
 * With `window`, arrays are longer series that are cut into examples. Without test.npy, the end of
 * one long series is the test set.
 */
export const npy: DatasetSource<'npy'> = {
  name: 'npy',
  description:
    'your own arrays: train.npy and test.npy; classes in train-labels.npy; other inputs in train-<input>.npy',
  streams: true,
  takes: ['bytes', 'mask', 'window', 'testShare'],
  async load(options) {
    const { dataDir: folder, files = platform.files } = options;
    if (folder === undefined) {
      throw new HelmholtzError('usage', 'The data set "npy" takes a folder, and none was given.', {
        hint: 'Give the folder of train.npy and test.npy: --data-dir <folder>, or dataDir in the data of a spec.',
      });
    }
    const place = await placeOf(folder, files, options);
    const parts = new Map([...place.names].map((name) => [partOf(name), joinPath(place.folder, name)]));
    return namingEntries(place.entries ?? new Map(), () =>
      namingParts(parts, () => loadFrom(place, folder, options)),
    );
  },
};

/** Name of the data set of a file. */
const partOf = (file: string): string => `npy/${file.replace(/\.npy$/, '')}`;

async function loadFrom(place: Place, folder: string, options: SourceOptions): Promise<DatasetPair> {
  const { names } = place;
  // A trained model can be applied to test examples without the training examples.
  if (options.fitted && names.has('test.npy') && !names.has('train.npy')) {
    const test = await loadPart('test', place, options);
    return { train: absentPart('npy/train', test, () => absent(folder)), test };
  }
  const { testShare } = options;
  const held = options.window && !names.has('test.npy') && !options.fitted;
  if (!held && testShare !== undefined) throw ownTest(folder, options.window !== undefined);
  if (held) return endHeldOut(place, folder, options);
  const train = await loadPart('train', place, options);
  if (train.bytes === 'grey' && options.bytes === undefined && !options.fitted) {
    options.onChange?.(
      'train.npy: its uint8 values are grey levels and divided by 255. To keep them: --set data.bytes=numbers',
    );
  }
  if (!names.has('validation.npy')) return { train, test: await loadPart('test', place, options, train) };
  const validation = await loadPart('validation', place, options, train);
  if (!options.fitted) options.onChange?.(ownValidation('validation.npy', validation.size));
  return { train, validation, test: await loadPart('test', place, options, train) };
}

/** Share of a long series that is held out at its end. */
const TEST_SHARE = 0.1;

/** Holds the end of one long series out for the test. */
async function endHeldOut(place: Place, folder: string, options: SourceOptions): Promise<DatasetPair> {
  const { testShare = TEST_SHARE, onChange } = options;
  const train = await loadPart('train', place, options, undefined, [0, 1 - testShare]);
  if (train.identifiers?.some(({ name }) => name === 'series')) {
    throw new HelmholtzError(
      'data',
      `There is no test.npy in ${folder}, and train.npy holds several series.`,
      {
        hint: 'Put some of the series into test.npy.',
      },
    );
  }
  const held = await loadPart('train', place, options, train, [1 - testShare, 1]);
  const test = { ...held, name: 'npy/test' };
  onChange?.(
    `train.npy: ${train.size} windows of ${train.shape[0] ?? 1} steps; the last ${Number((100 * testShare).toPrecision(3))} % of the steps are the test set, ${test.size} windows`,
  );
  return { train, test };
}

function ownTest(folder: string, windows: boolean): HelmholtzError {
  return new HelmholtzError(
    'usage',
    windows
      ? `${folder} has a test set of its own, and data.testShare is given.`
      : 'data.testShare divides one long series, and data.window is not given.',
    {
      hint: windows
        ? 'Leave testShare out, or move test.npy to another folder.'
        : 'Declare data.window, or leave testShare out and give test.npy.',
    },
  );
}

async function placeOf(folder: string, files: Files, { stream }: SourceOptions): Promise<Place> {
  // A folder that is missing is reported with its first array.
  const names = new Set(await files.list(folder).catch(() => []));
  refuseOtherValidation(folder, names, [names.has('train.npy') ? '.npy' : '.npz']);
  const archives = ['train', 'validation', 'test'].filter(
    (part) => !names.has(`${part}.npy`) && names.has(`${part}.npz`),
  );
  if (archives.length === 0) {
    const keras = names.has('train.npy') ? undefined : await kerasPlace(folder, files, names, stream);
    return keras ?? { files, folder, names };
  }
  if (stream) throw notStreamed(`${archives[0] ?? ''}.npz`);
  const unpacked = await unpackNpz(
    archives.map((part) => joinPath(folder, `${part}.npz`)),
    files,
  );
  return { ...unpacked, names: new Set(await unpacked.files.list(unpacked.folder)) };
}

/** The only archive of a folder, if it holds both parts. */
async function kerasPlace(
  folder: string,
  files: Files,
  names: ReadonlySet<string>,
  stream: boolean | undefined,
): Promise<Place | undefined> {
  const [archive, second] = [...names].filter((name) => name.endsWith('.npz'));
  if (archive === undefined || second !== undefined) return undefined;
  const unpacked = await unpackKerasNpz(joinPath(folder, archive), files);
  if (!unpacked) return undefined;
  if (stream) throw notStreamed(archive);
  return { ...unpacked, names: new Set(await unpacked.files.list(unpacked.folder)) };
}

function notStreamed(archive: string): HelmholtzError {
  return new HelmholtzError('usage', `${archive} is an archive and can't be streamed.`, {
    hint: 'Save each array by numpy.save: train.npy, train-labels.npy.',
  });
}

type Part = 'train' | 'validation' | 'test';

interface Place {
  readonly files: Files;
  readonly folder: string;
  readonly names: ReadonlySet<string>;
  /** Archives and names of unpacked arrays, by their paths. */
  readonly entries?: ReadonlyMap<string, string> | undefined;
}

async function loadPart(
  part: Part,
  place: Place,
  { stream, signal, mask = 'mask', bytes: declared, fitted, window }: SourceOptions,
  train?: Dataset,
  within?: PartOfSeries,
): Promise<Dataset> {
  const { files, folder, names } = place;
  const read = stream ? openNpy : readNpy;
  const path = await findLocal(files, folder, [`${part}.npy`], ', as numpy.save writes it');
  const labelled = names.has(`${part}-labels.npy`);
  const array = await read(path, { files, signal });
  const bytes = declared ?? (fitted ? fittedMeaning(fitted, array) : train?.bytes);
  const dataset = npyDataset({
    name: `npy/${part}`,
    file: fileOf(path, place),
    array,
    bytes,
    labels: labelled ? await readNpy(joinPath(folder, `${part}-labels.npy`), { files, signal }) : undefined,
  });
  if (mask !== 'mask' && mask !== 'none' && !names.has(`${part}-${mask}.npy`))
    throw noMask(part, mask, place);
  const arrays = new Map<string, Dataset>();
  for (const name of namesOf(names, folder, part)) {
    const file = joinPath(folder, `${part}-${name}.npy`);
    const values = await read(file, { files, signal });
    const own = fitted?.form === 'array' ? fitted.others?.[name] : undefined;
    const meaning = fitted ? fittedMeaning(own, values) : train?.others?.[name]?.bytes;
    const isMask = mask !== 'none' && (name === mask || name.endsWith(`-${mask}`) || isLengths(name));
    const other = npyDataset({
      name: `npy/${part}-${name}`,
      file: fileOf(file, place),
      array: values,
      bytes: isMask ? 'numbers' : (declared ?? meaning),
    });
    checkSameSize(file, other, path, dataset);
    arrays.set(name, other);
  }
  const rule = fitted
    ? fitted.form === 'array'
      ? fitted.series?.window
      : undefined
    : completedWindow(window);
  const cut = cutAndMasked(dataset, arrays, { rule, mask, within });
  if (train) checkSameShape(path, cut, train);
  for (const [name, other] of Object.entries(cut.others ?? {})) {
    const own = train?.others?.[name];
    if (own) checkSameShape(joinPath(folder, `${part}-${name}.npy`), other, own);
  }
  return cut;
}

/** Name of a file, or of an array in an archive. */
const fileOf = (path: string, { entries }: Place): string => entries?.get(path) ?? nameOf(path);

function noMask(part: Part, mask: string, { folder }: Place): HelmholtzError {
  return new HelmholtzError(
    'data',
    `The spec declares the mask "${mask}", but there is no ${part}-${mask}.npy in ${folder}.`,
    {
      hint: 'A mask is an array of the shape of the examples, 1 where a value is observed and 0 where it is missing.',
    },
  );
}

function absent(folder: string): HelmholtzError {
  return new HelmholtzError('data', `There is no train.npy in ${folder}.`, {
    hint: 'Put it there, or choose the test set.',
  });
}

/** The names of the arrays beside the first, which all parts must have that are there. */
function namesOf(files: ReadonlySet<string>, folder: string, part: Part): string[] {
  const found = [...files].flatMap((file) => /^(?:train|validation|test)-(.+)\.npy$/.exec(file)?.[1] ?? []);
  const names = [...new Set(found)].filter((name) => name !== 'labels').sort();
  const alone = !(files.has('train.npy') && files.has('test.npy'));
  for (const name of names) {
    if (alone && files.has(`${part}-${name}.npy`)) continue;
    const parts = ['train', 'test', ...(files.has('validation.npy') ? ['validation'] : [])];
    const own = parts.map((each) => `${each}-${name}.npy`);
    const missing = own.find((each) => !files.has(each));
    const there = own.find((each) => files.has(each));
    if (missing === undefined || there === undefined) continue;
    throw new HelmholtzError('data', `There is ${there} in ${folder}, but no ${missing}.`, {
      hint: 'Give an additional array for all sets, or move it to another folder.',
    });
  }
  return names;
}
