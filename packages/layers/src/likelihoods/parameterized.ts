import { likelihoodPart } from '@helmholtz/core';
import type { Distribution } from '@helmholtz/distributions';
import { type Tensor, add, exp, log, scalar, split } from '@tensorflow/tfjs-core';
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
 * Where a positive parameter of a likelihood comes from: a number fixes it; `learned` learns one for all elements,
 * `learnedPerElement` one for each; with `network` the generative network decides it for each element of each example.
 */
export type ParameterSource = number | 'learned' | 'learnedPerElement' | 'network';

interface OwnParameter {
  /** Where it comes from unless told. */
  readonly source: ParameterSource;
  /** Where it begins if it is learned. */
  readonly begin: number;
  /** Whether its head takes `minimum<Name>`, 0 unless given, to which what is learned or a network's is added. */
  readonly bounded?: boolean;
}

/** A head's own parameters by their names. */
export type OwnParameters = Readonly<Record<string, OwnParameter>>;

type Sources<Own extends OwnParameters> = { readonly [Name in keyof Own]?: ParameterSource };

type Minima<Own extends OwnParameters> = {
  readonly [
    Name in keyof Own & string as Own[Name] extends { readonly bounded: true }
      ? `minimum${Capitalize<Name>}`
      : never
  ]?: number;
};

/** `minimumScale`, of `scale`. */
const minimumOf = (name: string): string => `minimum${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/**
 * A likelihood with positive parameters of its own beside the one that the generative network always decides. Each is held,
 * and given by a network, as its logarithm; with a minimum, the logarithm of what it is beyond that:
 *
 *     scale = minimumScale + exp(raw)
 *
 * Where data leave no doubt, as pixels that are always black, the density grows without end as the scale goes to 0; the
 * minimum bounds it.
 *
 * The network's parameters are one tensor [batch, ...event], its last axis as often as long as there are of them: first the
 * main one's elements, then those of each that comes from the network, in their order.
 */
export abstract class ParameterizedLikelihood extends LikelihoodHead {
  private readonly sources: Readonly<Record<string, ParameterSource>>;
  /** Those that are not 0, by their options. */
  private readonly minima: Readonly<Record<string, number>>;
  private readonly learned = new Map<string, LayerVariable>();

  constructor(
    config: LikelihoodConfig,
    private readonly own: OwnParameters,
    /** How many main parameters of an element there are, each as long as one of its own. */
    private readonly mains = 1,
  ) {
    super(config);
    const given = config as unknown as Readonly<Record<string, ParameterSource | undefined>>;
    this.sources = Object.fromEntries(
      Object.entries(own).map(([name, { source }]) => [name, given[name] ?? source]),
    );
    this.minima = Object.fromEntries(
      Object.entries(own).flatMap(([name, { bounded }]) => {
        const minimum = bounded ? Number(given[minimumOf(name)] ?? 0) : 0;
        return minimum === 0 ? [] : [[minimumOf(name), minimum]];
      }),
    );
  }

  /** @param logs the logarithms of the head's own parameters. */
  protected abstract of(main: Tensor, logs: Readonly<Record<string, Tensor>>): Distribution;

  parameterShape(eventShape: readonly number[]): readonly number[] {
    return stackedShape(eventShape, this.sources, this.mains);
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = this.computeOutputShape(inputShape).slice(1) as number[];
    const eventShape = [...shape.slice(0, -1), shape.at(-1)! / this.stacked];
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
    const [main, ...decided] = this.partsOf(parameters);
    const logs = Object.entries(this.sources).map(([name, source]) => {
      if (typeof source === 'number') return [name, log(scalar(source))] as const;
      const raw = source === 'network' ? decided.shift()! : this.learned.get(name)!.read();
      const minimum = this.minima[minimumOf(name)];
      return [name, minimum === undefined ? raw : log(add(exp(raw), minimum))] as const;
    });
    return this.of(main!, Object.fromEntries(logs));
  }

  override getConfig() {
    return { ...super.getConfig(), ...this.sources, ...this.minima };
  }

  /** The main parameters, and those of each other that comes from the network. */
  private partsOf(parameters: Tensor): Tensor[] {
    const others = this.stacked - this.mains;
    if (others === 0) return [parameters];
    const elements = parameters.shape.at(-1)! / this.stacked;
    return split(parameters, [this.mains * elements, ...Array<number>(others).fill(elements)], -1);
  }

  /** How many parameters of an element the network decides. */
  private get stacked(): number {
    return this.mains + fromNetwork(this.sources);
  }
}

function fromNetwork(sources: Readonly<Record<string, unknown>>): number {
  return Object.values(sources).filter((source) => source === 'network').length;
}

/** The shape of all that the network decides, of so many main parameters. */
export function stackedShape(
  eventShape: readonly number[],
  sources: Readonly<Record<string, unknown>>,
  mains = 1,
): readonly number[] {
  return [...eventShape.slice(0, -1), (eventShape.at(-1) ?? 1) * (mains + fromNetwork(sources))];
}

/** The factory of a head: `create({ scale: 'learned', variable: 'x' })`. */
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
  .describe('a number, 0 or above, that what is learned or from the network is added to');

/** The options of a head: a source for each parameter of its own, and a minimum for each that is bounded. */
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

/** The part by which a spec chooses a head, its own parameters as options, with `others` that it has. */
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
) {
  const names = Object.keys(own).join(', ');
  return likelihoodPart({
    name,
    description: `${description}; ${names} fixed, learned or from the network`,
    options: z.strictObject({ ...ownOptions(own), ...others }),
    parameterShape: (eventShape, given) => stackedShape(eventShape, given as Record<string, unknown>),
    head: (config, given) => create({ ...config, ...(given as object) }),
  });
}
