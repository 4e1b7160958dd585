import { HelmholtzError, nearest } from '@helmholtz/base';
import { type NamedExamples, priorDraws } from '@helmholtz/core';

import { unusedOption } from '../run/unused-option.js';
import type { WorkOptions } from '../run/work-options.js';
import { ownLatents, requireRealCodes, splitCodes } from './code-layout.js';
import { codeModelCodes, type CodeModelOptions } from './fitted-code-model.js';
import { mixtureCodes } from './fitted-mixture.js';
import type { MixtureOptions } from './normal-mixture/fit-mixture.js';
import { aggregateCodes, type RunWithCodes } from './training-codes.js';

/** Names of the sources of codes. */
export const codeSources = ['prior', 'aggregate', 'mixture', 'flow', 'twoStage', 'autoregressive'] as const;
export type CodeSource = (typeof codeSources)[number];

/** Options that choose where codes come from. */
export interface CodeSourceOptions extends MixtureOptions, CodeModelOptions {
  /**
   * Where codes come from. `prior` (default): draws from the prior. `aggregate`: posteriors of
   * random training examples. `mixture`: a mixture of normals that is fitted to the codes of training
   * examples. `flow`: a normalizing flow that is trained on them. `twoStage`: a second VAE that is
   * trained on them (Dai and Wipf 2019). `autoregressive`: a network that is trained on the codes
   * of a quantized latent, one position after the other.
   */
  readonly from?: CodeSource | undefined;
  /** File with codes, .npy or .csv, one for each example. */
  readonly codes?: string | undefined;
}

/** Codes with a line about their source; undefined for the prior. */
export interface SourcedCodes {
  readonly codes: NamedExamples;
  readonly note: string | undefined;
}

function isTrained(from: CodeSource | undefined): boolean {
  return from === 'flow' || from === 'twoStage' || from === 'autoregressive';
}

/** @throws HelmholtzError (`usage`) for an unknown source, or options without an effect. */
export function checkCodeSource({ from, codes, components, covariance, fitSteps }: CodeSourceOptions): void {
  if (from !== undefined && !codeSources.includes(from)) {
    throw new HelmholtzError('usage', `There is no source of codes "${String(from)}".`, {
      hint: nearest(String(from), codeSources),
    });
  }
  if (codes !== undefined && from !== undefined) {
    throw unusedOption('from', from, '`codes` gives the codes');
  }
  if (fitSteps !== undefined && !isTrained(from)) {
    const trained = 'only flow, twoStage and autoregressive are trained on codes';
    throw unusedOption('fitSteps', fitSteps, trained);
  }
  if (from === 'mixture') return;
  const why = 'only a mixture of normals has components';
  const hint = 'Leave it out, or choose the mixture: `from` mixture.';
  if (components !== undefined) throw unusedOption('components', components, why, hint);
  if (covariance !== undefined) throw unusedOption('covariance', covariance, why, hint);
}

/**
 * Returns values of all latents: of an example's own latents from the source, of others from their
 * priors.
 *
 * @param conditions values that the priors depend on besides other latents.
 */
export async function sourcedCodes(
  run: RunWithCodes,
  from: Exclude<CodeSource, 'prior'>,
  { count, seed, conditions }: { count: number; seed: number; conditions: NamedExamples },
  options: CodeSourceOptions & WorkOptions,
): Promise<SourcedCodes> {
  const { codes, note } = await ownCodes(run, from, { count, seed }, options);
  return { codes: await priorDraws(run.model, count, seed, conditions, codes), note };
}

async function ownCodes(
  run: RunWithCodes,
  from: Exclude<CodeSource, 'prior'>,
  { count, seed }: { count: number; seed: number },
  options: CodeSourceOptions & WorkOptions,
): Promise<SourcedCodes> {
  if (from === 'aggregate') {
    return {
      codes: await aggregateCodes(run, count, seed, options),
      note: 'codes: posteriors of random training examples',
    };
  }
  const latents = ownLatents(run.model);
  if (from !== 'autoregressive') requireRealCodes(latents, from);
  const { codes, note } =
    from === 'mixture'
      ? await mixtureCodes(run, count, seed, options)
      : await codeModelCodes(run, from, count, seed, options);
  return { codes: splitCodes(latents, codes), note };
}
