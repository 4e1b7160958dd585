import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { HelmholtzError } from '@helmholtz/base';
import {
  parseSpec,
  readDeclaration,
  type RecipeSizes,
  type Spec,
  type SpecDeclaration,
} from '@helmholtz/core';
import { readSpecText } from '@helmholtz/core/run';

import { withSettings } from './settings.js';
import { type Declaration, type DeclareAt, type SpecOptions, part, withOptions } from './spec-options.js';
import { type ColumnFacts, leavesColumns, likelihoodOfColumns } from './column-likelihoods.js';

/** The shape of an example of a data set, and its columns where it is a row of a table. */
export interface DataFacts {
  readonly shape: readonly number[];
  readonly columns?: readonly ColumnFacts[] | undefined;
}

/** What a declaration is completed from. */
export interface DeclarationSources {
  /** What a declaration follows from of a data set. */
  factsOf(this: void, data: Spec['data']): Promise<DataFacts>;
  /** What the name of a recipe declares, at the sizes that are given. */
  declare(this: void, recipe: string, sizes: RecipeSizes): SpecDeclaration;
}

/** What stands in for the data until they are known. */
const unknown: DataFacts = { shape: [32, 32, 1] };

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
  const declareWith = ({ shape, columns }: DataFacts, likelihood?: Spec['likelihood']): Spec => {
    const observed = { name: 'x', shape, ...part(base['observed']) } as RecipeSizes['observed'];
    const recipe = part(base['recipe'])?.['name'];
    // A recipe that is no name is left to the schema, which refuses it.
    const declared: DeclareAt = (sizes) =>
      typeof recipe === 'string' ? { ...declare(recipe, { ...sizes, observed, likelihood }) } : {};
    const declaration = withOptions(base, options, declared, fromFile);
    const plain = parseSpec(declaration, source);
    // What is left out has entries too, which one may go over: those of its default.
    const spec = options.set
      ? parseSpec(withSettings({ ...plain, ...declaration }, options.set), source)
      : plain;
    return columns && leavesColumns(spec.likelihood)
      ? { ...spec, likelihood: likelihoodOfColumns(columns) }
      : spec;
  };
  // Networks follow from the likelihood, which is only known when all that goes over it has been said.
  const declareFor = (facts: DataFacts): Spec => declareWith(facts, declareWith(facts).likelihood);
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
    ? foldersBeside(path, declaration as Declaration)
    : parseSpec(declaration, path);
}

/** Folders are meant from where their file lies; the run's spec, which lies elsewhere, holds them as whole paths. */
function foldersBeside(path: string, declaration: Declaration): Declaration {
  const whole = (section: string, entry: string): Declaration => {
    const entries = part(declaration[section]);
    const folder = entries?.[entry];
    if (typeof folder !== 'string') return {};
    return { [section]: { ...entries, [entry]: resolve(dirname(path), folder) } };
  };
  return { ...declaration, ...whole('data', 'dataDir'), ...whole('training', 'weights') };
}
