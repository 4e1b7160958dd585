import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import {
  HelmholtzError,
  type RecipeSizes,
  type Spec,
  type SpecInput,
  parseSpec,
  readDeclaration,
} from '@helmholtz/core';
import { readSpecText } from '@helmholtz/core/run';
import type { Column } from '@helmholtz/datasets';

import { type Setting, withSettings } from './settings.js';
import { leavesColumns, likelihoodOfColumns } from './tables/column-likelihoods.js';

/** What a command line may say about a spec, over a recipe's name or a file. */
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
  readonly seed?: number;
  /** Over all others. */
  readonly set?: readonly Setting[];
}

/** The shape of an example of a data set, and its columns where it is a row of a table. */
export interface DataFacts {
  readonly shape: readonly number[];
  readonly columns?: readonly Column[] | undefined;
}

/** What a declaration is completed from. */
export interface DeclarationSources {
  /** What a declaration follows from of a data set. */
  factsOf(this: void, data: Spec['data']): Promise<DataFacts>;
  /** What the name of a recipe declares, at the sizes that are given. */
  declare(this: void, recipe: string, sizes: RecipeSizes): SpecInput;
}

type Declaration = Record<string, unknown>;
type Latents = NonNullable<RecipeSizes['latents']>;

/** What stands in for the data until they are known. */
const unknown: DataFacts = { shape: [32, 32, 1] };

/** A recipe's declaration at sizes of which only what is observed is not yet known. */
type DeclareAt = (sizes: Omit<RecipeSizes, 'observed'>) => Declaration;

/** Whether an argument names a file rather than a recipe. */
export function isSpecFile(argument: string): boolean {
  return /\.(ya?ml|json)$/i.test(argument);
}

/** Whether an argument names the folder of a run. */
export async function isRun(argument: string): Promise<boolean> {
  return stat(join(argument, 'spec.yaml')).then(
    (found) => found.isFile(),
    () => false,
  );
}

/**
 * The spec that a recipe's name or a file, and options over it, declare. What is left out follows from the data: the
 * observed shape of a file without one, the columns of a heterogeneous likelihood, and all that a recipe's name declares.
 */
export async function declareSpec(
  recipeOrFile: string,
  options: SpecOptions,
  { factsOf, declare }: DeclarationSources,
): Promise<Spec> {
  const fromFile = isSpecFile(recipeOrFile);
  if (!fromFile) await refusePath(recipeOrFile);
  const base = fromFile ? await readFileDeclaration(recipeOrFile) : { recipe: recipeOrFile };
  const source = fromFile ? recipeOrFile : 'the command line';
  const declareFor = ({ shape, columns }: DataFacts): Spec => {
    const observed = { name: 'x', shape, ...part(base['observed']) } as RecipeSizes['observed'];
    const recipe = part(base['recipe'])?.['name'];
    // A recipe that is no name is left to the schema, which refuses it.
    const declared: DeclareAt = (sizes) =>
      typeof recipe === 'string' ? { ...declare(recipe, { ...sizes, observed }) } : {};
    const declaration = override(base, options, declared, fromFile);
    const plain = parseSpec(declaration, source);
    // What is left out has entries too, which one may go over: those of its default.
    const spec = options.set
      ? parseSpec(withSettings({ ...plain, ...declaration }, options.set), source)
      : plain;
    return columns && leavesColumns(spec.likelihood)
      ? { ...spec, likelihood: likelihoodOfColumns(columns) }
      : spec;
  };
  const declared = declareFor(unknown);
  if (base['observed'] !== undefined && !leavesColumns(declared.likelihood)) return declared;
  // The data say the rest; everything else is checked before they are loaded.
  return declareFor(await factsOf(declared.data));
}

/** A path that is no file of a spec is told as such, rather than as a recipe that nobody knows. */
async function refusePath(argument: string): Promise<void> {
  if (!/[\\/]/.test(argument)) return;
  const spec = join(argument, 'spec.yaml');
  const hint = (await isRun(argument))
    ? `That is the folder of a run; its spec is ${spec}.`
    : 'Give the name of a recipe that `helmholtz list recipes` shows, or a file that ends in .yaml, .yml or .json.';
  throw new HelmholtzError('usage', `${argument} is neither a recipe nor the file of a spec.`, { hint });
}

async function readFileDeclaration(path: string): Promise<Declaration> {
  if (!existsSync(path)) {
    throw new HelmholtzError('usage', `There is no file ${path}.`, {
      hint: 'Give its path from the folder in which the command is started.',
    });
  }
  const declaration = readDeclaration(await readSpecText(path), path);
  // Anything but a mapping is refused by the schema, with the file's name.
  return part(declaration) && typeof declaration !== 'string'
    ? dataBeside(path, declaration as Declaration)
    : parseSpec(declaration, path);
}

/** A data folder is meant from where its file lies; the run's spec, which lies elsewhere, holds it as a whole path. */
function dataBeside(path: string, declaration: Declaration): Declaration {
  const data = part(declaration['data']);
  const dataDir = data?.['dataDir'];
  if (typeof dataDir !== 'string') return declaration;
  return { ...declaration, data: { ...data, dataDir: resolve(dirname(path), dataDir) } };
}

/** A base with options over it, and what the recipe declares under it. */
function override(
  file: Declaration,
  options: SpecOptions,
  declared: DeclareAt,
  fromFile: boolean,
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
      dataDir: dataDir && resolve(dataDir),
      stream,
      binarization,
      padding,
      validation,
    }),
    ...section(base, 'objective', { beta }, { name: 'elbo' }),
    ...section(base, 'training', { epochs, batchSize, ...section(training, 'earlyStopping', { patience }) }),
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
    `--latent ${sizes.join(',')} was given for a spec with ${declared.length} latents.`,
    { hint: 'Give a size for each of them, or change them in the file.' },
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

/** A part of a declaration that has entries: a mapping, or a name that stands for `{ name }`. */
function part(value: unknown): Declaration | undefined {
  if (typeof value === 'string') return { name: value };
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Declaration)
    : undefined;
}

function given(entries: Declaration): Declaration {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}
