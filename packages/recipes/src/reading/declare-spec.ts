import { type Files, HelmholtzError, platform } from '@helmholtz/base';
import {
  defaultSections,
  parseSections,
  parseSpec,
  type RecipeSizes,
  type Spec,
  type SpecDeclaration,
} from '@helmholtz/core';

import {
  AUTO,
  type ColumnFacts,
  isAuto,
  leavesColumns,
  likelihoodOfColumns,
  withProposals,
} from './column-likelihoods.js';
import { type Declaration, part } from './declaration.js';
import { withSettings } from './settings.js';
import { isSpecFile, readSpecFile, refusePath } from './spec-file.js';
import { type DeclareAt, type SpecOptions, withOptions } from './spec-options.js';

/** Facts about the examples of a data set: their shape, and the columns of a table. */
export interface DataFacts {
  readonly shape: readonly number[];
  readonly columns?: readonly ColumnFacts[] | undefined;
  /** Columns with the likelihoods that are proposed for their values, for `likelihood: auto`. */
  readonly proposals?: NonNullable<Spec['data']['columns']> | undefined;
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
 * from the data. With `likelihood: auto`, which is the default of tables, columns have the proposed
 * likelihoods. The spec is validated before data are loaded. Afterwards, only changed sections
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
  const sources = { base, fromFile, options, declare, files };
  const before = declarationFor(unknownData, sources);
  const spec = parseSpec(before, source);
  if (base['observed'] !== undefined && !leavesColumns(spec.likelihood)) return spec;
  const facts = await factsOf(spec.data);
  const after = await declarationOf(facts, sources, source, factsOf);
  return { ...spec, ...parseSections(changedSections(before, after), source) };
}

/** With proposed likelihoods, the columns of a table are read again: they may have other kinds. */
async function declarationOf(
  facts: DataFacts,
  sources: Sources,
  source: string,
  factsOf: DeclarationSources['factsOf'],
): Promise<Declaration> {
  const declaration = declarationFor(facts, sources);
  if (part(declaration['likelihood'])?.['name'] !== AUTO) return declaration;
  if (!facts.columns) {
    throw new HelmholtzError('usage', 'The likelihood "auto" is for tables, and the data are not a table.', {
      hint: 'Choose a likelihood by the values of the data: helmholtz list likelihoods',
    });
  }
  const data = part(declaration['data']) ?? {};
  const columns = withProposals(data['columns'] as Spec['data']['columns'], facts.proposals);
  const changes = Object.keys(facts.proposals ?? {}).length > 0;
  const { data: read } = parseSections({ data: { ...data, columns } }, source);
  return declarationFor(changes ? await factsOf(read) : facts, { ...sources, columns });
}

interface Sources extends Required<Pick<DeclarationSources, 'declare' | 'files'>> {
  /** Content of the file, or the name of the recipe. */
  readonly base: Declaration;
  readonly fromFile: boolean;
  readonly options: SpecOptions;
  /** Columns with their proposed likelihoods, once these are known. */
  readonly columns?: Spec['data']['columns'];
}

/** Returns the whole declaration for data with these facts. */
function declarationFor({ shape, columns }: DataFacts, sources: Sources): Declaration {
  const { base, fromFile, options, declare, files } = sources;
  const observed = { name: 'x', shape, ...part(base['observed']) } as RecipeSizes['observed'];
  const recipe = part(base['recipe'])?.['name'];
  const declareWith = (likelihood?: Spec['likelihood']): Declaration => {
    // The schema reports a recipe that is not a name.
    const declared: DeclareAt = (sizes) =>
      typeof recipe === 'string' ? { ...declare(recipe, { ...sizes, observed, likelihood }) } : {};
    const declaration = withOptions(base, options, { declared, fromFile, files });
    const changed = withChanges(declaration, options);
    const data = sources.columns && { ...part(changed['data']), columns: sources.columns };
    return {
      ...changed,
      ...(data ? { data } : {}),
      ...(takesProposals(changed, columns, declared) ? { likelihood: AUTO } : {}),
      ...(isRecorded(changed, declared) ? { likelihood: { name: 'normal' } } : {}),
    };
  };
  const likelihoodOf = (declaration: Declaration): Spec['likelihood'] | undefined => {
    const declared = declaration['likelihood'] ?? defaultSections().likelihood;
    // The schema reports a likelihood without a name.
    if (typeof part(declared)?.['name'] !== 'string') return undefined;
    const likelihood = declared as Spec['likelihood'];
    if (!columns || !leavesColumns(likelihood)) return likelihood;
    if (isAuto(likelihood) && !sources.columns) return likelihood;
    return likelihoodOfColumns(columns, part(declaration['data'])?.['columns'] as Spec['data']['columns']);
  };
  // Networks depend on the likelihood, which is known after all options are applied.
  const declaration = declareWith(likelihoodOf(declareWith()));
  const likelihood = columns && likelihoodOf(declaration);
  return likelihood === undefined ? declaration : { ...declaration, likelihood };
}

/** A setting may also change an entry of a default. */
function withChanges(declaration: Declaration, { set }: SpecOptions): Declaration {
  if (!set) return declaration;
  const { likelihood, ...defaults } = defaultSections();
  const changed = set.some(({ path }) => path[0] === 'likelihood');
  return withSettings({ ...defaults, ...(changed ? { likelihood } : {}), ...declaration }, set);
}

/**
 * Whether a table gets the proposed likelihoods, because neither the spec nor its recipe names one.
 * Zeros and ones alone keep the default.
 */
function takesProposals(
  declaration: Declaration,
  columns: readonly ColumnFacts[] | undefined,
  declared: DeclareAt,
): boolean {
  if (declaration['likelihood'] !== undefined || !columns) return false;
  const areAllBinary = columns.every(({ kind }) => kind === 'binary' || kind === 'constant');
  return !areAllBinary && declared({})['likelihood'] === undefined;
}

/** Recordings are real numbers; the usual likelihood is that of zeros and ones. */
function isRecorded(declaration: Declaration, declared: DeclareAt): boolean {
  const isAudio = part(declaration['data'])?.['dataset'] === 'audio';
  return isAudio && declaration['likelihood'] === undefined && declared({})['likelihood'] === undefined;
}

/** Returns the sections of a declaration that differ from another. */
function changedSections(before: Declaration, after: Declaration): SpecDeclaration {
  const names = Object.keys({ ...before, ...after });
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return Object.fromEntries(changed.map((name) => [name, after[name]])) as SpecDeclaration;
}
