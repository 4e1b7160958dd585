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

/** What is known of an example of a data set: its shape, and its columns if it is a row of a table. */
export interface DataFacts {
  readonly shape: readonly number[];
  readonly columns?: readonly ColumnFacts[] | undefined;
}

/** What a declaration is completed from. */
export interface DeclarationSources {
  /** Loads the data, or what is known of them. */
  factsOf(this: void, data: Spec['data']): Promise<DataFacts>;
  /** Returns what a recipe declares at the given sizes. */
  declare(this: void, recipe: string, sizes: RecipeSizes): SpecDeclaration;
  /** Files that paths lead to. Those of the file system by default; in a page, the page's memory. */
  readonly files?: Files;
}

/** What stands in for the data until they are known. */
const unknownData: DataFacts = { shape: [32, 32, 1] };

/**
 * Completes what a recipe's name or a file declares, with options over it, into a spec. What it leaves out follows from the
 * data: the observed shape, the columns of a heterogeneous likelihood, the networks of a recipe's name.
 *
 * The spec is checked once, before data are loaded. Of what follows from the data only the sections that change are checked
 * again.
 *
 * @throws HelmholtzError (`usage`) for a file, an option or an entry that is not valid.
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
  /** What the file declares, or the recipe's name alone. */
  readonly base: Declaration;
  readonly fromFile: boolean;
  readonly options: SpecOptions;
}

/** The whole declaration, for data of which these facts are known. */
function declarationFor(
  { shape, columns }: DataFacts,
  { base, fromFile, options, declare, files }: Sources,
): Declaration {
  const observed = { name: 'x', shape, ...part(base['observed']) } as RecipeSizes['observed'];
  const recipe = part(base['recipe'])?.['name'];
  const defaults = defaultSections();
  const declareWith = (likelihood?: Spec['likelihood']): Declaration => {
    // The schema refuses a recipe that is not a name.
    const declared: DeclareAt = (sizes) =>
      typeof recipe === 'string' ? { ...declare(recipe, { ...sizes, observed, likelihood }) } : {};
    const declaration = withOptions(base, options, { declared, fromFile, files });
    // A setting may change an entry of a default, too.
    return options.set ? withSettings({ ...defaults, ...declaration }, options.set) : declaration;
  };
  const likelihoodOf = (declaration: Declaration): Spec['likelihood'] | undefined => {
    const given = declaration['likelihood'] ?? defaults.likelihood;
    // The schema refuses a likelihood without a name.
    if (typeof part(given)?.['name'] !== 'string') return undefined;
    const likelihood = given as Spec['likelihood'];
    return columns && leavesColumns(likelihood) ? likelihoodOfColumns(columns) : likelihood;
  };
  // Networks follow from the likelihood, which is known when all options have been applied.
  const declaration = declareWith(likelihoodOf(declareWith()));
  const likelihood = columns && likelihoodOf(declaration);
  return likelihood === undefined ? declaration : { ...declaration, likelihood };
}

/** The sections of a declaration that differ from those of another. */
function changedSections(before: Declaration, after: Declaration): SpecDeclaration {
  const names = Object.keys({ ...before, ...after });
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return Object.fromEntries(changed.map((name) => [name, after[name]])) as SpecDeclaration;
}
