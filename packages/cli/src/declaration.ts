import { readFile } from 'node:fs/promises';

import { HelmholtzError, type LayerSpec, type Spec, parseSpec } from '@helmholtz/core';
import { storageError } from '@helmholtz/core/run';
import { parse as parseYaml } from 'yaml';

/** What a command line may say about a spec, over a recipe's name or a file. */
export interface SpecOptions {
  readonly dataset?: string;
  readonly dataDir?: string;
  readonly binarization?: string;
  readonly padding?: number;
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

/** The tutorial's model: one hidden layer each way, two latent dimensions. */
const tutorial: Required<Pick<SpecOptions, 'hidden' | 'latent'>> = { hidden: [256], latent: 2 };

/** Whether an argument names a file rather than a recipe. */
export function isSpecFile(argument: string): boolean {
  return /\.(ya?ml|json)$/i.test(argument);
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
  const base = fromFile
    ? await readDeclaration(recipeOrFile)
    : { recipe: recipeOrFile, ...modelOf(tutorial) };
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

async function readDeclaration(path: string): Promise<Declaration> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw storageError('read', path, error);
  });
  let declaration: unknown;
  try {
    declaration = parseYaml(text, { maxAliasCount: 100 });
  } catch (error) {
    throw new HelmholtzError(
      'usage',
      `${path} is not YAML or JSON: ${(error as Error).message.split('\n')[0]}`,
      {
        hint: 'Check the indentation and the quotes near that place.',
        cause: error,
      },
    );
  }
  // Anything but an object is refused by the schema, with the file's name.
  return typeof declaration === 'object' && declaration !== null && !Array.isArray(declaration)
    ? (declaration as Declaration)
    : parseSpec(declaration, path);
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
  const { dataset, dataDir, binarization, padding, beta, epochs, batchSize, patience } = options;
  const training = part(base['training']) ?? {};
  return {
    ...base,
    ...modelOf(options),
    ...given({ likelihood: options.likelihood, seed: options.seed }),
    ...section(base, 'data', { dataset, dataDir, binarization, padding }),
    ...section(base, 'objective', { beta }, { name: 'elbo' }),
    ...section(base, 'training', { epochs, batchSize, ...section(training, 'earlyStopping', { patience }) }),
    ...optimizerOf(base, options),
  };
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
