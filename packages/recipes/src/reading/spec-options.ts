import { type Files, HelmholtzError } from '@helmholtz/base';
import type { RecipeSizes } from '@helmholtz/core';

import { type Declaration, part } from './declaration.js';
import type { Setting } from './settings.js';

/** Options over what a recipe's name or a file declares. */
export interface SpecOptions {
  readonly dataset?: string;
  readonly dataDir?: string;
  readonly stream?: boolean;
  readonly binarization?: string;
  readonly padding?: number;
  readonly validation?: number;
  readonly hidden?: readonly number[];
  readonly latent?: readonly number[];
  readonly likelihood?: string;
  readonly beta?: number;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly optimizer?: string;
  readonly patience?: number;
  readonly weights?: string;
  readonly seed?: number;
  /** Any entries of the spec. They go over all other options. */
  readonly set?: readonly Setting[];
}

type Latents = NonNullable<RecipeSizes['latents']>;

/** Returns what a recipe declares at these sizes; the observed shape is known already. */
export type DeclareAt = (sizes: Omit<RecipeSizes, 'observed'>) => Declaration;

interface OptionsContext {
  readonly declared: DeclareAt;
  readonly fromFile: boolean;
  /** Files that paths among the options lead to. */
  readonly files: Files;
}

/** Returns a declaration with options over it, and what the recipe declares under it. */
export function withOptions(
  file: Declaration,
  options: SpecOptions,
  { declared, fromFile, files }: OptionsContext,
): Declaration {
  const {
    dataset,
    dataDir,
    stream,
    binarization,
    padding,
    validation,
    beta,
    epochs,
    batchSize,
    patience,
    weights,
    hidden,
  } = options;
  const latents = latentsOf(file['latents'], options.latent);
  const base = fromFile ? withNetworks(file, declared, { latents, hidden }) : declared({ latents, hidden });
  const training = part(base['training']) ?? {};
  return {
    ...base,
    ...likelihoodOf(base, options),
    ...given({ seed: options.seed }),
    ...section(base, 'data', {
      dataset,
      dataDir: dataDir && files.absolute(dataDir),
      stream,
      binarization,
      padding,
      validation,
    }),
    ...section(base, 'objective', { beta }, { name: 'elbo' }),
    ...section(base, 'training', {
      epochs,
      batchSize,
      weights: weights && files.absolute(weights),
      ...section(training, 'earlyStopping', { patience }),
    }),
    ...optimizerOf(base, options),
  };
}

/** A file's declaration, of which a recipe declares only the observed shape that is left out and sizes that are given. */
function withNetworks(
  file: Declaration,
  declared: DeclareAt,
  { latents, hidden }: { readonly latents: Latents | undefined; readonly hidden: SpecOptions['hidden'] },
): Declaration {
  const { observed } = file['observed'] === undefined ? declared({ latents }) : file;
  return {
    ...file,
    observed,
    ...given({ latents }),
    ...(hidden === undefined ? {} : { networks: declared({ latents, hidden })['networks'] }),
  };
}

/** The latents of a file, or of the sizes that are given: of as many as the file has where it has any. */
function latentsOf(declared: unknown, sizes: SpecOptions['latent']): Latents | undefined {
  const isList = Array.isArray(declared);
  if (sizes === undefined) return isList ? (declared as Latents) : undefined;
  if (!isList) {
    const name = (index: number): string => (sizes.length === 1 ? 'z' : `z${index + 1}`);
    return sizes.map((size, index) => ({ name: name(index), size }));
  }
  if (declared.length === sizes.length) {
    return sizes.map((size, index) => ({ ...part(declared[index]), size })) as unknown as Latents;
  }
  throw new HelmholtzError(
    'usage',
    `\`latent\` ${sizes.join(',')} was given for a spec with ${declared.length} latents.`,
    { hint: 'Give a size for each latent, or change the latents in the file.' },
  );
}

/** A likelihood of the same name keeps the options that it has. */
function likelihoodOf(base: Declaration, { likelihood }: SpecOptions): Declaration {
  if (likelihood === undefined || part(base['likelihood'])?.['name'] === likelihood) return {};
  return { likelihood };
}

/** Another optimizer has other options; of those of the base it takes the learning rate. */
function optimizerOf(base: Declaration, { optimizer, learningRate }: SpecOptions): Declaration {
  const defaults = { name: 'adam', learningRate: 1e-3 };
  if (optimizer === undefined) return section(base, 'optimizer', { learningRate }, defaults);
  const rate = learningRate ?? part(base['optimizer'])?.['learningRate'] ?? defaults.learningRate;
  return { optimizer: { name: optimizer, learningRate: rate } };
}

/** A section of the base with the given entries over it; nothing where none is given. */
function section(
  base: Declaration,
  name: string,
  entries: Declaration,
  defaults: Declaration = {},
): Declaration {
  const over = given(entries);
  const under = base[name] === undefined ? defaults : part(base[name]);
  // What can't have entries is left to the schema, which refuses it.
  if (Object.keys(over).length === 0 || under === undefined) return {};
  return { [name]: { ...under, ...over } };
}

function given(entries: Declaration): Declaration {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}
