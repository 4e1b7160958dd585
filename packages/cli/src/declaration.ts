import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { HelmholtzError, type LayerSpec, type Spec, parseSpec, readDeclaration } from '@helmholtz/core';
import { readSpecText } from '@helmholtz/core/run';

/** What a command line may say about a spec, over a recipe's name or a file. */
export interface SpecOptions {
  readonly dataset?: string;
  readonly dataDir?: string;
  readonly stream?: boolean;
  readonly binarization?: string;
  readonly padding?: number;
  readonly validation?: number;
  readonly hidden?: readonly number[];
  readonly latent?: number;
  readonly likelihood?: string;
  readonly beta?: number;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly optimizer?: string;
  readonly patience?: number;
  readonly seed?: number;
}

type Declaration = Record<string, unknown>;

/** The tutorial's model: one hidden layer each way, two latent dimensions; at a rate that suits so small a set. */
const tutorial = {
  ...modelOf({ hidden: [256], latent: 2 }),
  optimizer: { name: 'adam', learningRate: 3e-3 },
};

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
 * The spec that a recipe's name or a file, and options over it, declare.
 *
 * @param shapeOf gives the shape of an example of a data set, where the declaration leaves out the observed shape.
 */
export async function declareSpec(
  recipeOrFile: string,
  options: SpecOptions,
  shapeOf: (data: Spec['data']) => Promise<readonly number[]>,
): Promise<Spec> {
  const fromFile = isSpecFile(recipeOrFile);
  if (!fromFile) await refusePath(recipeOrFile);
  const base = fromFile ? await readFileDeclaration(recipeOrFile) : { recipe: recipeOrFile, ...tutorial };
  const declaration = override(base, options);
  const source = fromFile ? recipeOrFile : 'the command line';
  if (declaration['observed'] !== undefined) return parseSpec(declaration, source);
  // The data say the rest; everything else is checked before they are loaded.
  const { data } = parseSpec({ ...declaration, observed: { shape: [1] } }, source);
  const shape = await shapeOf(data);
  return parseSpec(
    { ...declaration, observed: { shape: [shape.reduce((product, length) => product * length, 1)] } },
    source,
  );
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

function modelOf({ hidden, latent }: Pick<SpecOptions, 'hidden' | 'latent'>): Declaration {
  const dense = (units: number): LayerSpec => ({ layer: 'dense', units, activation: 'relu' });
  return {
    ...(latent === undefined ? {} : { latents: [{ name: 'z', size: latent }] }),
    ...(hidden === undefined
      ? {}
      : { networks: { recognition: hidden.map(dense), generative: hidden.toReversed().map(dense) } }),
  };
}

function override(base: Declaration, options: SpecOptions): Declaration {
  const { dataset, dataDir, stream, binarization, padding, validation, beta, epochs, batchSize, patience } =
    options;
  const training = part(base['training']) ?? {};
  return {
    ...base,
    ...modelOf({ hidden: options.hidden }),
    ...latentOf(base, options),
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

/** The size of the one latent there is. */
function latentOf(base: Declaration, { latent }: SpecOptions): Declaration {
  if (latent === undefined) return {};
  const latents = base['latents'];
  if (!Array.isArray(latents)) return modelOf({ latent });
  if (latents.length === 1) return { latents: [{ ...part(latents[0]), size: latent }] };
  throw new HelmholtzError(
    'usage',
    `--latent ${latent} was given for a spec with ${latents.length} latents.`,
    {
      hint: 'Change their sizes in the file.',
    },
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
