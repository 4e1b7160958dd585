import type { z } from 'zod';

import type { LayerClass, LayerInput } from './layer-input.js';
import type { SpecDeclaration } from './schema.js';

interface Named {
  readonly name: string;
}

/** Part with options beside its name. */
interface Configurable extends Named {
  readonly options: z.ZodType;
}

/** Lists of parts from which the names and options in a spec come. */
export interface PartLists {
  readonly recipes: readonly (Named & {
    readonly options?: z.ZodType | undefined;
    readonly networks?: unknown;
  })[];
  readonly likelihoods: readonly Configurable[];
  readonly posteriors: readonly Configurable[];
  /** Priors that a graph computes from the posterior. */
  readonly priors: readonly Configurable[];
  /** Priors that a graph computes from other latents. */
  readonly conditionalPriors: readonly Configurable[];
  /** Families. A family with constants is also a prior. */
  readonly distributions: readonly (Named & { readonly constants?: { readonly parameters: object } })[];
  readonly noise: readonly Named[];
  readonly objectives: readonly (Configurable & { readonly networks?: unknown })[];
  readonly layers: readonly LayerClass[];
  readonly datasets: readonly Named[];
}

/**
 * Spec as a user writes it. Values with a default may be left out. The compiler checks names and
 * options against the listed parts; by default it allows any.
 */
export type SpecInput<Parts extends PartLists = PartLists> = RecipeInput<
  Parts['recipes'][number],
  ObjectiveNetworkName<Parts['objectives'][number]>,
  LayerInput<Parts['layers'][number]>
> &
  SpecSections<Parts>;

/** Sections of a spec other than its recipe and networks. */
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
  /**
   * Posterior of this latent, and the variables that it is computed from; the posterior of the spec
   * by default.
   */
  posterior?: Reference<Parts['posteriors'][number], PosteriorSource> | Unnamed<PosteriorSource> | undefined;
  /** Prior of this latent; the prior of the spec by default. */
  prior?:
    | PriorReference<Parts>
    | Given<Parts['conditionalPriors'][number]>
    | UnnamedPrior<Parts['conditionalPriors'][number]['name']>
    | undefined;
}

interface Source {
  /** Names of the variables that it is computed from. */
  given?: string[] | undefined;
  /** Name of a network that these variables pass through. */
  network?: string | undefined;
}

/** Sources of a posterior. */
interface PosteriorSource extends Source {
  /** Experts that it combines, each computed from one variable or several, in place of `given`. */
  experts?: (string | { given: string[]; network?: string | undefined })[] | undefined;
}

type Scale = number | 'logVariance' | 'logScale' | 'learnedPerElement' | 'learned';

/**
 * Normal prior if the names of conditional priors are known. Any options if any name is allowed.
 */
type UnnamedPrior<Name extends string> = string extends Name
  ? AnyOptions
  : Unnamed<{ given: string[]; network?: string | undefined; scale?: Scale | undefined }>;

type Unnamed<Of> = Of & { name?: undefined };

/** Conditional prior. `given` is required. */
type Given<Part> = Part extends Configurable
  ? Flat<{ name: Part['name'] } & OptionsOf<Part> & Source & { given: string[] }>
  : never;

type PriorReference<Parts extends PartLists> =
  Reference<Parts['priors'][number]> | ConstantReference<Parts['distributions'][number]>;

/** Part by its name, if no option is required, or as `{ name, ...options }`. */
type Reference<Part, More = unknown> = Part extends Named
  ? ByName<Part['name'], OptionsOf<Part>> | Flat<{ name: Part['name'] } & OptionsOf<Part> & More>
  : never;

type ByName<Name extends string, Options> = Record<never, never> extends Options ? Name : never;

type OptionsOf<Part> = Part extends { readonly options?: infer Schema }
  ? Schema extends z.ZodType
    ? Options<z.input<Schema>>
    : unknown
  : unknown;

/** Zod types an object without keys as a record of `never`. */
type Options<Input> = unknown extends Input ? AnyOptions : string extends keyof Input ? unknown : Input;

type AnyOptions = Record<string, unknown>;

/** Family by its constants. */
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

/** Recipe with its networks, and those that objectives own. */
type RecipeInput<Recipe, Owned extends string, Layer> = Recipe extends Named
  ? {
      recipe: Reference<Recipe>;
      networks?: Partial<Record<NetworkName<Recipe> | Owned, Layer[]>> | undefined;
    }
  : never;

type ObjectiveNetworkName<Objective> = Objective extends {
  readonly networks?: readonly (infer Name)[] | undefined;
}
  ? Extract<Name, string>
  : never;

type NetworkName<Recipe> = Recipe extends { readonly networks?: infer Networks }
  ? Networks extends readonly (infer Name)[]
    ? Extract<Name, string>
    : Networks extends (...given: never) => readonly (infer Name)[]
      ? Extract<Name, string>
      : string
  : string;

type Flat<Of> = { -readonly [Key in keyof Of]: Of[Key] };
