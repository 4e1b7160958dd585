import type { z } from 'zod';

import type { LayerClass, LayerInput } from './layer-input.js';
import type { SpecDeclaration } from './schema.js';

interface Named {
  readonly name: string;
}

/** A part with options beside its name. */
interface Configurable extends Named {
  readonly options: z.ZodType;
}

/** The lists of parts that the names and options in a spec are from. */
export interface PartLists {
  readonly recipes: readonly (Named & {
    readonly options?: z.ZodType | undefined;
    readonly networks?: unknown;
  })[];
  readonly likelihoods: readonly Configurable[];
  readonly posteriors: readonly Configurable[];
  /** Priors that a graph states, of the posterior. */
  readonly priors: readonly Configurable[];
  /** Priors that other latents decide. */
  readonly conditionalPriors: readonly Configurable[];
  /** Families. A family with constants is a prior. */
  readonly distributions: readonly (Named & { readonly constants?: { readonly parameters: object } })[];
  readonly noise: readonly Named[];
  readonly objectives: readonly Configurable[];
  readonly layers: readonly LayerClass[];
  readonly datasets: readonly Named[];
}

/**
 * A spec as a user writes it: what has a default may be left out. Names and options are those of the parts listed; any
 * name and any options by default.
 */
export type SpecInput<Parts extends PartLists = PartLists> = RecipeInput<
  Parts['recipes'][number],
  LayerInput<Parts['layers'][number]>
> &
  SpecSections<Parts>;

/** All of a spec but its recipe and the networks that the recipe takes. */
interface SpecSections<Parts extends PartLists> extends Omit<
  SpecDeclaration,
  Exclude<keyof SpecDeclaration, 'features' | 'optimizer' | 'training' | 'seed'>
> {
  observed: ObservedInput<Parts>;
  inputs?: (ObservedInput<Parts> & { name: string })[] | undefined;
  latents: LatentInput<Parts>[];
  likelihood?: Reference<Parts['likelihoods'][number]> | undefined;
  posterior?: Reference<Parts['posteriors'][number]> | undefined;
  prior?: PriorReference<Parts> | undefined;
  noise?: Parts['noise'][number]['name'] | undefined;
  objective?: Reference<Parts['objectives'][number]> | undefined;
  data?: DataInput<Parts> | undefined;
}

type ObservedInput<Parts extends PartLists> = Omit<SpecDeclaration['observed'], 'likelihood'> & {
  likelihood?: Reference<Parts['likelihoods'][number]> | undefined;
};

type DataInput<Parts extends PartLists> = Omit<NonNullable<SpecDeclaration['data']>, 'dataset'> & {
  dataset?: Parts['datasets'][number]['name'] | undefined;
};

interface LatentInput<Parts extends PartLists> {
  name: string;
  size: number;
  /** The latent's own posterior: a part, and what it is computed from; the posterior of the spec by default. */
  posterior?: Reference<Parts['posteriors'][number], Source> | Unnamed<Source> | undefined;
  /** The latent's own prior; the prior of the spec by default. */
  prior?:
    | PriorReference<Parts>
    | Given<Parts['conditionalPriors'][number]>
    | UnnamedPrior<Parts['conditionalPriors'][number]['name']>
    | undefined;
}

interface Source {
  /** The names of the variables that it is computed from. */
  given?: string[] | undefined;
  /** The name of a network over them. */
  network?: string | undefined;
}

type Scale = number | 'logVariance' | 'logScale' | 'learnedPerElement' | 'learned';

/** Normal, where the names of conditional priors are known; anything else, where any name will do. */
type UnnamedPrior<Name extends string> = string extends Name
  ? AnyOptions
  : Unnamed<{ given: string[]; network?: string | undefined; scale?: Scale | undefined }>;

type Unnamed<Of> = Of & { name?: undefined };

/** A conditional prior: it is given something. */
type Given<Part> = Part extends Configurable
  ? Flat<{ name: Part['name'] } & OptionsOf<Part> & Source & { given: string[] }>
  : never;

type PriorReference<Parts extends PartLists> =
  Reference<Parts['priors'][number]> | ConstantReference<Parts['distributions'][number]>;

/** A part by its name, if no option is required, or as `{ name, ...options }`. */
type Reference<Part, More = unknown> = Part extends Named
  ? ByName<Part['name'], OptionsOf<Part>> | Flat<{ name: Part['name'] } & OptionsOf<Part> & More>
  : never;

type ByName<Name extends string, Options> = Record<never, never> extends Options ? Name : never;

type OptionsOf<Part> = Part extends { readonly options?: infer Schema }
  ? Schema extends z.ZodType
    ? Options<z.input<Schema>>
    : unknown
  : unknown;

/** Zod states an object without keys as a record of `never`. */
type Options<Input> = unknown extends Input ? AnyOptions : string extends keyof Input ? unknown : Input;

type AnyOptions = Record<string, unknown>;

/** A family by its constants. */
type ConstantReference<Family> = Family extends Named & {
  readonly constants: { readonly parameters: infer Constants };
}
  ? | Family['name']
    | Flat<
        { name: Family['name'] } & (string extends keyof Constants
          ? AnyOptions
          : { [Constant in keyof Constants]?: number | undefined })
      >
  : never;

/** A recipe, with the networks that it takes. */
type RecipeInput<Recipe, Layer> = Recipe extends Named
  ? {
      recipe: Reference<Recipe>;
      networks?: Partial<Record<NetworkName<Recipe>, Layer[]>> | undefined;
    }
  : never;

type NetworkName<Recipe> = Recipe extends { readonly networks?: infer Networks }
  ? Networks extends readonly (infer Name)[]
    ? Extract<Name, string>
    : Networks extends (...given: never) => readonly (infer Name)[]
      ? Extract<Name, string>
      : string
  : string;

type Flat<Of> = { -readonly [Key in keyof Of]: Of[Key] };
