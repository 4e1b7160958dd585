import { itemAt } from '@helmholtz/base';
import {
  bitsPerDimProblem,
  codeInformationProblem,
  codeNote,
  type Dataset,
  isGlobal,
  klProblem,
  latentTraits,
  type LatentVariableModel,
  nllProblem,
  predictionsProblem,
} from '@helmholtz/core';

/** Parts of an evaluation that may be missing, by their key in the result, and why. */
export type Omitted = Readonly<
  Partial<
    Record<
      | 'importanceSampling'
      | 'annealedImportanceSampling'
      | 'bitsPerDim'
      | 'latents'
      | 'codes'
      | 'kl'
      | 'posteriorMeans'
      | 'priorMoments'
      | 'standardErrors',
      string
    >
  >
>;

export interface Evaluated {
  /** Requested number of importance samples. */
  readonly samples: number;
  readonly importanceSampling: boolean;
  /** Whether an annealed estimate is there, or was not asked for. */
  readonly annealed: boolean;
  readonly latents: boolean;
  /** Names of the metrics that have no standard error. */
  readonly withoutError: readonly string[];
}

/** Returns why parts of an evaluation are missing, one sentence each. */
export function omittedOf(
  model: LatentVariableModel,
  test: Dataset,
  { samples, importanceSampling, annealed, latents, withoutError }: Evaluated,
): Omitted {
  const none = samples === 0 ? '`importanceSamples` is 0.' : undefined;
  const noNll = importanceSampling ? undefined : (nllProblem(model) ?? none ?? INTERRUPTED);
  const noBits = noNll ?? bitsProblem(model, test);
  const noLatents = latents ? undefined : (latentsProblem(model) ?? INTERRUPTED);
  return {
    ...(noNll === undefined ? {} : { importanceSampling: noNll }),
    ...(annealed ? {} : { annealedImportanceSampling: INTERRUPTED }),
    ...(noBits === undefined ? {} : { bitsPerDim: noBits }),
    ...(noLatents === undefined
      ? { ...klOmitted(model), ...momentsOmitted(model), ...codesOmitted(model) }
      : { latents: noLatents }),
    ...(withoutError.length === 0 ? {} : { standardErrors: noErrors(withoutError) }),
  };
}

/** Why the KL divergences of latents are missing. */
function klOmitted({ latents }: LatentVariableModel): Omitted {
  const problems = latents.filter((latent) => !isGlobal(latent)).flatMap((latent) => klProblem(latent) ?? []);
  return problems.length === 0 ? {} : { kl: problems.join(' ') };
}

/** Why the information in the codes is missing. */
function codesOmitted(model: LatentVariableModel): Omitted {
  const problem = codeInformationProblem(model);
  return problem === undefined ? {} : { codes: problem };
}

/** Returns a note about each missing moment of a latent, and the number used instead. */
function momentsOmitted(model: LatentVariableModel): Omitted {
  const local = model.latents.filter((latent) => !isGlobal(latent));
  const note = codeNote(model);
  const latentWithoutMoments = local.find((latent) => latentTraits(latent)?.priorMoments === false);
  return {
    ...(note === undefined ? {} : { posteriorMeans: note }),
    ...(latentWithoutMoments
      ? { priorMoments: `The prior of "${latentWithoutMoments.name}" has no mean or no variance.` }
      : {}),
  };
}

function noErrors(names: readonly string[]): string {
  return `These metrics have no values for each of two or more examples: ${names.join(', ')}.`;
}

const INTERRUPTED = 'The evaluation was interrupted before this part.';

function bitsProblem(model: LatentVariableModel, test: Dataset): string | undefined {
  if (predictionsProblem(model) !== undefined) return bitsPerDimProblem(model, test);
  return 'The model predicts the class of an example rather than its elements.';
}

/** Returns why there are no statistics of latents; undefined for a model that has them. */
export function latentsProblem({ latents }: LatentVariableModel): string | undefined {
  const local = latents.filter((latent) => !isGlobal(latent));
  // It must have a name in the graph under which it can be drawn, too.
  if (local.some(({ divergence, value }) => divergence && value !== undefined)) return undefined;
  const [first] = latents;
  if (!first) return 'The model has no latents.';
  return local.length === 0
    ? `All examples share the latent "${first.name}".`
    : `The latent "${itemAt(local, 0).name}" has no KL divergence between a posterior and its prior.`;
}
