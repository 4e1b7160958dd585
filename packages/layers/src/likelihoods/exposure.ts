import { HelmholtzError } from '@helmholtz/base';
import { type Exposure, type LikelihoodPart, likelihoodPart } from '@helmholtz/core';
import { z } from 'zod';

/** Options of likelihoods of counts. */
export const exposureOptions = {
  exposure: z
    .string()
    .min(1)
    .optional()
    .describe(
      'name of the exposures, positive numbers whose logarithm is added to log-rates; or "total", the sum of each example',
    ),
  offset: z
    .string()
    .min(1)
    .optional()
    .describe('name of the numbers that are added to log-rates: logarithms of exposures'),
};

type Given = { readonly [Name in keyof typeof exposureOptions]?: string | undefined };

/**
 * Returns a part whose main parameter is a log-rate, which comes first on the last axis of the
 * parameters, with its exposure.
 */
export function exposedPart<const Name extends string, Options extends z.ZodType<Given>>(
  part: LikelihoodPart<Name, Options>,
): LikelihoodPart<Name, Options> {
  return likelihoodPart({
    ...part,
    exposures(eventShape, options) {
      const { exposure, offset } = options as Given;
      if (exposure !== undefined && offset !== undefined) throw bothGiven(part.name);
      const input = exposure ?? offset;
      if (input === undefined) return [];
      const places = [{ begin: 0, size: eventShape.at(-1) ?? 1 }];
      return [{ input, logarithm: offset !== undefined, places }];
    },
  });
}

/** Joins exposures of neighbouring columns by their inputs. Places are counted from `begin`. */
export function joinedExposures(
  columns: readonly { readonly begin: number; readonly exposures: readonly Exposure[] }[],
): Exposure[] {
  const joined = new Map<string, Exposure>();
  for (const { begin, exposures } of columns) {
    for (const { input, logarithm, places } of exposures) {
      const key = `${input} ${logarithm}`;
      const moved = places.map((place) => ({ ...place, begin: place.begin + begin }));
      const before = joined.get(key)?.places ?? [];
      joined.set(key, { input, logarithm, places: [...before, ...moved] });
    }
  }
  return [...joined.values()];
}

function bothGiven(name: string): HelmholtzError {
  return new HelmholtzError('usage', `The likelihood "${name}" has an exposure and an offset.`, {
    hint: 'Give one of them: an offset is the logarithm of an exposure.',
  });
}
