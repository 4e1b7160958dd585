import { entryOf, itemAt } from '@helmholtz/base';
import { likelihoodPart } from '@helmholtz/core';
import type { Distribution } from '@helmholtz/distributions';
import { type Tensor, add, exp, log, scalar, type serialization, split } from '@tensorflow/tfjs-core';
import { type LayerVariable, initializers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import type { Shape } from '../layer.js';
import {
  type LikelihoodConfig,
  LikelihoodHead,
  type LikelihoodOptions,
  likelihoodConfig,
} from './likelihood.js';

/**
 * Source of a positive parameter of a likelihood: a fixed number; `learned`, one for all elements;
 * `learnedPerElement`; or `network`, computed for each element of each example.
 */
export type ParameterSource = number | 'learned' | 'learnedPerElement' | 'network';

interface OwnParameter {
  /** Default source. */
  readonly source: ParameterSource;
  /** Initial value if learned. */
  readonly begin: number;
  /** Whether the head has an option `minimum<Name>`, 0 by default, added to the parameter. */
  readonly bounded?: boolean;
}

/** Further parameters of a head by name. */
export type OwnParameters = Readonly<Record<string, OwnParameter>>;

type Sources<Own extends OwnParameters> = { readonly [Name in keyof Own]?: ParameterSource };

type Minima<Own extends OwnParameters> = {
  readonly [
    Name in keyof Own & string as Own[Name] extends { readonly bounded: true }
      ? `minimum${Capitalize<Name>}`
      : never
  ]?: number;
};

/** Returns `minimumScale` for `scale`. */
const minimumOf = (name: string): string => `minimum${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** Logarithms of the further parameters of a head. */
export type LogsOf<Own extends OwnParameters> = Readonly<Record<keyof Own & string, Tensor>>;

/**
 * Base class of heads with further positive parameters, such as a scale. Weights and networks hold
 * their logarithms:
 *
 *     scale = minimumScale + exp(raw)
 *
 * Without a minimum, the density of constant values, such as pixels that are always black, grows
 * without bound as the scale goes to 0.
 *
 * Input: [batch, ...event], with the last axis repeated for each parameter from the network: first
 * the main parameter, then the others in order.
 */
export abstract class ParameterizedLikelihood<
  Own extends OwnParameters = OwnParameters,
> extends LikelihoodHead {
  private readonly sources: Readonly<Record<string, ParameterSource>>;
  /** Minima above 0, by option. */
  private readonly minima: Readonly<Record<string, number>>;
  private readonly learned = new Map<string, LayerVariable>();

  constructor(
    config: LikelihoodConfig,
    private readonly own: Own,
    /** Number of main parameters of an element. */
    private readonly mains = 1,
  ) {
    super(config);
    const givenSources = config as unknown as Readonly<Record<string, ParameterSource | undefined>>;
    this.sources = Object.fromEntries(
      Object.entries(own).map(([name, { source }]) => [name, givenSources[name] ?? source]),
    );
    this.minima = Object.fromEntries(
      Object.entries(own).flatMap(([name, { bounded }]) => {
        const minimum = bounded ? Number(givenSources[minimumOf(name)] ?? 0) : 0;
        return minimum === 0 ? [] : [[minimumOf(name), minimum]];
      }),
    );
  }

  /** @param logs logarithms of the further parameters. */
  protected abstract distributionFrom(main: Tensor, logs: LogsOf<Own>): Distribution;

  parameterShape(eventShape: readonly number[]): readonly number[] {
    return stackedShape(eventShape, this.sources, this.mains);
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = this.computeOutputShape(inputShape).slice(1) as number[];
    const eventShape = [...shape.slice(0, -1), itemAt(shape, -1) / this.stacked];
    for (const [name, source] of Object.entries(this.sources)) {
      if (source !== 'learned' && source !== 'learnedPerElement') continue;
      const begin = initializers.constant({ value: Math.log(this.own[name]!.begin) });
      const weight = `log_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
      this.learned.set(
        name,
        this.addWeight(weight, source === 'learned' ? [] : eventShape, 'float32', begin),
      );
    }
    super.build(inputShape);
  }

  distribution(parameters: Tensor): Distribution {
    const parts = this.partsOf(parameters);
    const decided = parts.slice(1);
    const logs = Object.entries(this.sources).map(([name, source]) => {
      if (typeof source === 'number') return [name, log(scalar(source))] as const;
      const raw = source === 'network' ? itemAt(decided.splice(0, 1), 0) : entryOf(this.learned, name).read();
      const minimum = this.minima[minimumOf(name)];
      return [name, minimum === undefined ? raw : log(add(exp(raw), minimum))] as const;
    });
    return this.distributionFrom(itemAt(parts, 0), Object.fromEntries(logs) as LogsOf<Own>);
  }

  override sharedConfig(size: number): serialization.ConfigDict | undefined {
    const learned = Object.entries(this.sources).filter(([, source]) => source === 'learned');
    if (learned.length > 0 && size > 1) return undefined;
    return {
      ...this.getConfig(),
      ...Object.fromEntries(learned.map(([name]) => [name, 'learnedPerElement'])),
    };
  }

  override getConfig() {
    return { ...super.getConfig(), ...this.sources, ...this.minima };
  }

  /** Splits the main parameters and each other one from the network. */
  private partsOf(parameters: Tensor): Tensor[] {
    const others = this.stacked - this.mains;
    if (others === 0) return [parameters];
    const elements = itemAt(parameters.shape, -1) / this.stacked;
    return split(parameters, [this.mains * elements, ...Array<number>(others).fill(elements)], -1);
  }

  /** Number of parameters of an element from the network. */
  private get stacked(): number {
    return this.mains + fromNetwork(this.sources);
  }
}

function fromNetwork(sources: Readonly<Record<string, unknown>>): number {
  return Object.values(sources).filter((source) => source === 'network').length;
}

/** Returns the shape of all parameters from the network. */
export function stackedShape(
  eventShape: readonly number[],
  sources: Readonly<Record<string, unknown>>,
  mains = 1,
): readonly number[] {
  return [...eventShape.slice(0, -1), (eventShape.at(-1) ?? 1) * (mains + fromNetwork(sources))];
}

/** Returns the factory of a head: `create({ scale: 'learned', variable: 'x' })`. */
export function parameterizedHead<Head extends ParameterizedLikelihood, Own extends OwnParameters>(
  HeadClass: new (config: LikelihoodConfig) => Head,
  _own: Own,
): (options?: LikelihoodOptions & Sources<Own> & Minima<Own>) => Head {
  return (options = {}) => new HeadClass(likelihoodConfig(options));
}

const sourceOption = (source: ParameterSource) =>
  z
    .union([z.number().positive(), z.enum(['learned', 'learnedPerElement', 'network'])])
    .default(source)
    .describe('a positive number, "learned" (one for all elements), "learnedPerElement" or "network"');

const minimumOption = z
  .number()
  .min(0)
  .default(0)
  .describe('a number, 0 or above, added to the parameter if it is learned or from the network');

/** Options of a head: a source for each further parameter, and a minimum for each bounded one. */
type OwnOptions<Own extends OwnParameters> = {
  [Name in keyof Own]: ReturnType<typeof sourceOption>;
} & {
  [
    Name in keyof Own & string as Own[Name] extends { readonly bounded: true }
      ? `minimum${Capitalize<Name>}`
      : never
  ]: typeof minimumOption;
};

function ownOptions<Own extends OwnParameters>(own: Own): OwnOptions<Own> {
  const entries = Object.entries(own).flatMap(([parameter, { source, bounded }]): [string, z.ZodType][] => [
    [parameter, sourceOption(source)],
    ...(bounded ? [[minimumOf(parameter), minimumOption] as [string, z.ZodType]] : []),
  ]);
  return Object.fromEntries(entries) as unknown as OwnOptions<Own>;
}

/**
 * Returns the part of a head: its further parameters are options, with `others`.
 *
 * @param mains number of main parameters of an element, as the head has.
 */
export function parameterizedPart<
  const Name extends string,
  Own extends OwnParameters,
  Others extends z.ZodRawShape = Record<never, never>,
>(
  name: Name,
  description: string,
  own: Own,
  create: (options: LikelihoodOptions) => ParameterizedLikelihood,
  others = {} as Others,
  mains = 1,
) {
  const names = Object.keys(own).join(', ');
  const sources = names === '' ? '' : `; ${names} fixed, learned or from the network`;
  return likelihoodPart({
    name,
    description: `${description}${sources}`,
    options: z.strictObject({ ...ownOptions(own), ...others }),
    parameterShape(eventShape, given) {
      const sources = Object.keys(own).map((key) => [key, (given as Record<string, unknown>)[key]]);
      return stackedShape(eventShape, Object.fromEntries(sources) as Record<string, unknown>, mains);
    },
    head: (config, given) => create({ ...config, ...(given as object) }),
  });
}
