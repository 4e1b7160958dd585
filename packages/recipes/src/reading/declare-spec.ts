import { type Files, platform } from '@helmholtz/base';
import {
  defaultSections,
  parseSections,
  parseSpec,
  type RecipeSizes,
  type Spec,
  type SpecDeclaration,
} from '@helmholtz/core';

import { type ColumnFacts, leavesColumns, likelihoodOfColumns } from './column-likelihoods.js';
import { type Declaration, part } from './declaration.js';
import { withSettings } from './settings.js';
import { isSpecFile, readSpecFile, refusePath } from './spec-file.js';
import { type DeclareAt, type SpecOptions, withOptions } from './spec-options.js';

/** Facts about the examples of a data set: their shape, and the columns of a table. */
export interface DataFacts {
  readonly shape: readonly number[];
  readonly columns?: readonly ColumnFacts[] | undefined;
}

/** Sources of omitted entries. */
export interface DeclarationSources {
  /** Returns facts about the data, usually by loading them. */
  factsOf(this: void, data: Spec['data']): Promise<DataFacts>;
  /** Returns the declaration of a recipe at the given sizes. */
  declare(this: void, recipe: string, sizes: RecipeSizes): SpecDeclaration;
  /** Storage of files. By default the file system; in a web page, memory. */
  readonly files?: Files;
}

/** Placeholder until the data are loaded. */
const unknownData: DataFacts = { shape: [32, 32, 1] };

/**
 * Returns the spec of a recipe or a spec file, with options applied and defaults filled in.
 *
 * The observed shape, the columns of a heterogeneous likelihood and the networks of a recipe follow
 * from the data. The spec is validated before data are loaded. Afterwards, only changed sections
 * are validated again.
 *
 * @param recipeOrFile name of a recipe, or path of a YAML or JSON file.
 * @throws HelmholtzError (`usage`) for an invalid file, option or entry.
 *
 * @example
 * ```ts
 * import { catalogue, chooseByName, declareRecipe } from '@helmholtz/core';
 * import { createCatalogue } from '@helmholtz/recipes';
 * import { declareSpec } from '@helmholtz/recipes/reading';
 *
 * const recipes = createCatalogue().getAll(catalogue.recipe);
 * const options = { latent: [16], epochs: 5 };
 * const spec = await declareSpec('vae', options, {
 *   factsOf: async () => ({ shape: [28, 28, 1] }),
 *   declare: (recipe, sizes) => declareRecipe(chooseByName('recipe', recipes, recipe), sizes),
 * });
 * console.log(spec.latents); // [ { name: 'z', size: 16 } ]
 * ```
 */
export async function declareSpec(
  recipeOrFile: string,
  options: SpecOptions,
  { factsOf, declare, files = platform.files }: DeclarationSources,
): Promise<Spec> {
  const fromFile = isSpecFile(recipeOrFile);
  if (!fromFile) await refusePath(recipeOrFile, files);
  const base = fromFile ? await readSpecFile(recipeOrFile, files) : { recipe: recipeOrFile };
  const source = fromFile ? recipeOrFile : 'the command line';
  const declareFor = (facts: DataFacts): Declaration =>
    declarationFor(facts, { base, fromFile, options, declare, files });
  const before = declareFor(unknownData);
  const spec = parseSpec(before, source);
  if (base['observed'] !== undefined && !leavesColumns(spec.likelihood)) return spec;
  const after = declareFor(await factsOf(spec.data));
  return { ...spec, ...parseSections(changedSections(before, after), source) };
}

interface Sources extends Required<Pick<DeclarationSources, 'declare' | 'files'>> {
  /** Content of the file, or the name of the recipe. */
  readonly base: Declaration;
  readonly fromFile: boolean;
  readonly options: SpecOptions;
}

/** Returns the whole declaration for data with these facts. */
function declarationFor(
  { shape, columns }: DataFacts,
  { base, fromFile, options, declare, files }: Sources,
): Declaration {
  const observed = { name: 'x', shape, ...part(base['observed']) } as RecipeSizes['observed'];
  const recipe = part(base['recipe'])?.['name'];
  const defaults = defaultSections();
  const declareWith = (likelihood?: Spec['likelihood']): Declaration => {
    // The schema reports a recipe that is not a name.
    const declared: DeclareAt = (sizes) =>
      typeof recipe === 'string' ? { ...declare(recipe, { ...sizes, observed, likelihood }) } : {};
    const declaration = withOptions(base, options, { declared, fromFile, files });
    // A setting may also change an entry of a default.
    return options.set ? withSettings({ ...defaults, ...declaration }, options.set) : declaration;
  };
  const likelihoodOf = (declaration: Declaration): Spec['likelihood'] | undefined => {
    const declared = declaration['likelihood'] ?? defaults.likelihood;
    // The schema reports a likelihood without a name.
    if (typeof part(declared)?.['name'] !== 'string') return undefined;
    const likelihood = declared as Spec['likelihood'];
    const kinds = part(declaration['data'])?.['columns'] as Spec['data']['columns'];
    return columns && leavesColumns(likelihood) ? likelihoodOfColumns(columns, kinds) : likelihood;
  };
  // Networks depend on the likelihood, which is known after all options are applied.
  const declaration = declareWith(likelihoodOf(declareWith()));
  const likelihood = columns && likelihoodOf(declaration);
  return likelihood === undefined ? declaration : { ...declaration, likelihood };
}

/** Returns the sections of a declaration that differ from another. */
function changedSections(before: Declaration, after: Declaration): SpecDeclaration {
  const names = Object.keys({ ...before, ...after });
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return Object.fromEntries(changed.map((name) => [name, after[name]])) as SpecDeclaration;
}
