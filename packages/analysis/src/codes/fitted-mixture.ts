import { parseJson } from '@helmholtz/base';
import { type Examples, RandomStream } from '@helmholtz/core';

import type { WorkOptions } from '../run/work-options.js';
import { codeSize, ownLatents } from './code-layout.js';
import { splitHeldOut } from './held-out.js';
import { fitMixture, type MixtureOptions } from './normal-mixture/fit-mixture.js';
import { MixtureDensity, type NormalMixture } from './normal-mixture/normal-mixture.js';
import { type RunWithCodes, trainingCodes } from './training-codes.js';

/** Training examples whose codes a mixture is fitted to, at most. */
const MOST_CODES = 20_000;
const MOST_BYTES = 2 ** 28;

/** A mixture as the folder of a run keeps it. */
interface KeptMixture extends NormalMixture {
  /** Step of the weights that the codes are of. */
  readonly step: number;
  /** Names of the latents whose elements, joined, are the vectors. */
  readonly latents: readonly string[];
  /** Number of codes that it was fitted to. */
  readonly codes: number;
  /** Mean log-density of held-out codes, in nats. */
  readonly logProb: number;
}

/** Codes drawn from a fitted density, with a line about the density. */
export interface DrawnCodes {
  readonly codes: Examples;
  readonly note: string;
}

/**
 * Draws codes from a mixture of normals that is fitted to the codes of training examples. The
 * folder of the run keeps the mixture, so it is fitted once.
 */
export async function mixtureCodes(
  run: RunWithCodes,
  count: number,
  seed: number,
  options: MixtureOptions & WorkOptions,
): Promise<DrawnCodes> {
  const { components = 10, covariance = 'full' } = options;
  const file = `codes/mixture-${components}-${covariance}.json`;
  const keptMixture = await readMixture(run, file);
  const mixture = keptMixture ?? (await fitted(run, options));
  if (!keptMixture) await run.directory?.write(file, `${JSON.stringify(mixture)}\n`);
  const { codes, logProb } = mixture;
  return {
    codes: new MixtureDensity(mixture).draws(count, new RandomStream(seed, 'mixture draws')),
    note: `codes: a mixture of ${components} normals with ${covariance} covariance, fitted to the codes of ${codes} training examples; log-density of held-out codes ${logProb.toFixed(2)} nats`,
  };
}

async function fitted(run: RunWithCodes, options: MixtureOptions & WorkOptions): Promise<KeptMixture> {
  const codes = await trainingCodes(run, MOST_CODES, options);
  const size = codeSize(ownLatents(run.model));
  const { train, heldOut } = splitHeldOut(codes);
  const mixture = await fitMixture(Float64Array.from(train.values), size, run.spec.seed, options);
  return {
    step: run.checkpoint?.step ?? 0,
    latents: ownLatents(run.model).map(({ name }) => name),
    codes: train.count,
    logProb: new MixtureDensity(mixture).meanLogProb(Float64Array.from(heldOut.values)),
    ...mixture,
  };
}

/** Returns undefined for a missing or damaged file, and for one of other weights. */
async function readMixture(
  { directory, checkpoint, model }: RunWithCodes,
  file: string,
): Promise<KeptMixture | undefined> {
  const text = await directory?.readOptional(file, MOST_BYTES);
  if (text === undefined) return undefined;
  try {
    const keptMixture = parseJson(text) as KeptMixture;
    const names = ownLatents(model).map(({ name }) => name);
    if (keptMixture.step !== checkpoint?.step || keptMixture.latents.join() !== names.join())
      return undefined;
    return new MixtureDensity(keptMixture).size === codeSize(ownLatents(model)) ? keptMixture : undefined;
  } catch {
    return undefined;
  }
}
