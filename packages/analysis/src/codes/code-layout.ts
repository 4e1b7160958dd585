import { entryOf, HelmholtzError, itemAt } from '@helmholtz/base';
import {
  type Examples,
  isGlobal,
  latentTraits,
  type LatentVariable,
  type LatentVariableModel,
  type NamedExamples,
  sizeOf,
} from '@helmholtz/core';
import { isWithin, realLine } from '@helmholtz/core';

/** Latents of an example: all that are not shared by all examples. */
export function ownLatents({ latents }: LatentVariableModel): readonly LatentVariable[] {
  return latents.filter((latent) => !isGlobal(latent));
}

/** Number of elements of all latents of an example. */
export function codeSize(latents: readonly Pick<LatentVariable, 'shape'>[]): number {
  return latents.reduce((total, { shape }) => total + sizeOf(shape), 0);
}

/** Joins the latents of each example to one vector, [count, size], in the order of `latents`. */
export function joinedCodes(latents: readonly LatentVariable[], codes: NamedExamples): Examples {
  const size = codeSize(latents);
  const { count } = entryOf(codes, itemAt(latents, 0).name);
  const values = new Float32Array(count * size);
  let start = 0;
  for (const { name, shape } of latents) {
    const length = sizeOf(shape);
    const latentValues = entryOf(codes, name).values;
    for (let row = 0; row < count; row++) {
      values.set(latentValues.subarray(row * length, (row + 1) * length), row * size + start);
    }
    start += length;
  }
  return { count, shape: [size], values };
}

/** Splits vectors that `joinedCodes` joined. */
export function splitCodes(latents: readonly LatentVariable[], { count, values }: Examples): NamedExamples {
  const size = codeSize(latents);
  let start = 0;
  return new Map(
    latents.map(({ name, shape }) => {
      const length = sizeOf(shape);
      const latentValues = new Float32Array(count * length);
      for (let row = 0; row < count; row++) {
        const begin = row * size + start;
        latentValues.set(values.subarray(begin, begin + length), row * length);
      }
      start += length;
      return [name, { count, shape, values: latentValues }];
    }),
  );
}

/**
 * Checks that codes may be any real numbers, as draws from a fitted density are.
 *
 * @throws HelmholtzError (`usage`) that names the first other latent.
 */
export function requireRealCodes(latents: readonly LatentVariable[], source: string): void {
  for (const latent of latents) {
    const support = latentTraits(latent)?.priorSupport;
    if (support === undefined || isWithin(realLine, support)) continue;
    throw new HelmholtzError(
      'usage',
      `Codes cannot come from "${source}": the latent "${latent.name}" takes only ${support.description}.`,
      {
        hint: 'Choose "aggregate", which draws codes from posteriors of training examples, or "autoregressive" for quantized latents.',
      },
    );
  }
}
