import { type Files, HelmholtzError } from '@helmholtz/base';
import { readDeclaration, type RecipeSizes } from '@helmholtz/core';

import { type Declaration, part } from './declaration.js';
import type { Setting } from './settings.js';

/** Options that override a recipe or a spec file. */
export interface SpecOptions {
  readonly dataset?: string;
  readonly dataDir?: string;
  readonly stream?: boolean;
  readonly binarization?: string;
  readonly padding?: number | 'none';
  readonly validation?: number;
  readonly hidden?: readonly number[];
  readonly latent?: readonly number[];
  readonly likelihood?: string;
  readonly beta?: number;
  readonly epochs?: number;
  /** One number, or one for each part of the data. */
  readonly batchSize?: number | Readonly<Record<string, number>>;
  readonly learningRate?: number;
  readonly optimizer?: string;
  readonly patience?: number;
  readonly weights?: string;
  readonly seed?: number;
  /** Any entries of the spec. They override all other options. */
  readonly set?: readonly Setting[];
}

type Latents = NonNullable<RecipeSizes['latents']>;

/** Returns the declaration of a recipe at these sizes. The observed shape is known. */
export type DeclareAt = (sizes: Omit<RecipeSizes, 'observed'>) => Declaration;

interface OptionsContext {
  readonly declared: DeclareAt;
  readonly fromFile: boolean;
  /** Storage of the files that options name. */
  readonly files: Files;
}

/** Returns a declaration with options applied, completed by the recipe. */
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
  const base = fromFile
    ? completedByRecipe(file, declared, { latents, hidden })
    : declared({ latents, hidden });
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

/**
 * Completes a file by the recipe: observed shape, latents and networks if omitted, and the sizes in
 * options.
 */
function completedByRecipe(
  file: Declaration,
  declared: DeclareAt,
  { latents, hidden }: { readonly latents: Latents | undefined; readonly hidden: SpecOptions['hidden'] },
): Declaration {
  const sizes = { latents, hidden };
  const omitted = (['observed', 'latents', 'networks'] as const).filter((name) => file[name] === undefined);
  const defaults = omitted.length === 0 && hidden === undefined ? {} : declared(sizes);
  const chosen = hidden === undefined ? omitted : [...omitted, 'networks'];
  return {
    ...file,
    ...given(Object.fromEntries(chosen.map((name) => [name, defaults[name]]))),
    ...given({ latents }),
  };
}

/** Returns the latents of a file with the sizes in options. */
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
    `\`latent\` has ${sizes.length} sizes (${sizes.join(',')}), but the spec has ${declared.length} latents.`,
    { hint: 'Give a size for each latent, or change the latents in the file.' },
  );
}

/** A likelihood of the same name keeps its options. */
function likelihoodOf(base: Declaration, { likelihood }: SpecOptions): Declaration {
  if (likelihood?.trim().startsWith('{'))
    return { likelihood: readDeclaration(likelihood, 'the value of `likelihood`') };
  if (likelihood === undefined || part(base['likelihood'])?.['name'] === likelihood) return {};
  return { likelihood };
}

/** Another optimizer keeps only the learning rate: its other options may differ. */
function optimizerOf(base: Declaration, { optimizer, learningRate }: SpecOptions): Declaration {
  const defaults = { name: 'adam', learningRate: 1e-3 };
  if (optimizer === undefined) return section(base, 'optimizer', { learningRate }, defaults);
  const rate = learningRate ?? part(base['optimizer'])?.['learningRate'] ?? defaults.learningRate;
  return { optimizer: { name: optimizer, learningRate: rate } };
}

/** Returns a section of the base with entries applied, or nothing without entries. */
function section(
  base: Declaration,
  name: string,
  entries: Declaration,
  defaults: Declaration = {},
): Declaration {
  const over = given(entries);
  const under = base[name] === undefined ? defaults : part(base[name]);
  // The schema reports a value that cannot have entries.
  if (Object.keys(over).length === 0 || under === undefined) return {};
  return { [name]: { ...under, ...over } };
}

function given(entries: Declaration): Declaration {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}
