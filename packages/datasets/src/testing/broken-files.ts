import { HelmholtzError, memoryFiles } from '@helmholtz/base';
import type { ExecutionContext } from 'ava';

import { loadDataset, type LoadOptions } from '../load-dataset.js';
import { loadExamples } from '../load-examples.js';

export type Contents = Readonly<Record<string, Uint8Array | string>>;

/** A file that can't be used, with what its error has to say. */
export interface BrokenFile {
  /** What is wrong. */
  readonly what: string;
  /** Name of the broken file. */
  readonly file: string;
  readonly bytes: Uint8Array | string;
  /** Further files that stand beside it. */
  readonly beside?: Contents | undefined;
  /** What the message says, beside the name of the file. */
  readonly says: RegExp;
  /** What the hint says; there is one in any case. */
  readonly hint?: RegExp | undefined;
  readonly options?: LoadOptions | undefined;
}

export interface Setting {
  readonly source: Parameters<typeof loadDataset>[0];
  /** Files of a data set that can be read. */
  readonly whole: Contents;
}

const FOLDER = '/data';
const NEW = '/new';

/** Loads a data set of which one file is broken. */
export function loadBroken(broken: BrokenFile, { source, whole }: Setting) {
  const contents = { ...whole, ...broken.beside, [broken.file]: broken.bytes };
  return async (t: ExecutionContext): Promise<void> => {
    const files = memoryFiles(at(FOLDER, contents));
    const options = { dataDir: FOLDER, cacheDir: '/cache', ...broken.options, files };
    await expectReport(t, broken, async () => loadDataset(source, options));
    t.deepEqual(await files.list('/cache').catch(() => []), [], 'nothing is half-written');
  };
}

/** Loads a broken file as new examples of a model that was trained on whole files. */
export function loadBrokenExamples(broken: BrokenFile, { source, whole }: Setting, path = broken.file) {
  return async (t: ExecutionContext): Promise<void> => {
    const news = at(NEW, { ...broken.beside, [broken.file]: broken.bytes });
    const files = memoryFiles({ ...at(FOLDER, whole), ...news });
    const { train } = await loadDataset(source, { dataDir: FOLDER, ...broken.options, files });
    await expectReport(t, broken, async () =>
      loadExamples(`${NEW}/${path}`, { fitted: train.fitted!, files }),
    );
  };
}

function at(folder: string, contents: Contents): Record<string, Uint8Array | string> {
  return Object.fromEntries(Object.entries(contents).map(([name, bytes]) => [`${folder}/${name}`, bytes]));
}

async function expectReport(
  t: ExecutionContext,
  { file, says, hint = /\w/ }: BrokenFile,
  load: () => Promise<unknown>,
): Promise<void> {
  const error = await t.throwsAsync(load, { instanceOf: HelmholtzError });
  t.true(['data', 'usage'].includes(error.kind), error.kind);
  t.true(error.message.includes(file), error.message);
  t.notRegex(error.message, /\n/);
  t.regex(error.message, says);
  t.regex(error.hint ?? '', hint);
}
