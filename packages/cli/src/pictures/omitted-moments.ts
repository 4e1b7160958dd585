import { codeNote, type LatentVariableModel, meanNote, priorMeanNote } from '@helmholtz/core';

/** Means of distributions that a command shows. */
export type Shown = 'posteriorMeans' | 'likelihoodMeans' | 'priorMeans';

const notes: Readonly<Record<Shown, (model: LatentVariableModel) => string | undefined>> = {
  posteriorMeans: codeNote,
  likelihoodMeans: meanNote,
  priorMeans: priorMeanNote,
};

/** Returns which of the means that a command shows a model lacks, and what is shown instead. */
export function omittedMoments(
  model: LatentVariableModel,
  shown: readonly Shown[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    shown.flatMap((name) => {
      const note = notes[name](model);
      return note === undefined ? [] : [[name, note]];
    }),
  );
}
