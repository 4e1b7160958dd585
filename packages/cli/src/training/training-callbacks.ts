import type { Spec, TrainingCallback } from '@helmholtz/core';

import type { Terminal } from '../terminal.js';
import { showProgress } from './progress.js';

/** What the terminal shows of a training: advice about the data, skipped steps, and progress. */
export function trainingCallbacks(terminal: Terminal, { training }: Spec): TrainingCallback[] {
  return [
    { onTrainBegin: ({ advice }) => advice.forEach((line) => terminal.status(`note: ${line}`)) },
    reportSkipped(terminal),
    showProgress(terminal, training.epochs),
  ];
}

/** Reports the first skipped step of each epoch, since there may be many, and their number at its end. */
function reportSkipped(terminal: Terminal): TrainingCallback {
  let told = 0;
  return {
    onSkip({ epoch, step, what, value }) {
      if (told === epoch) return;
      told = epoch;
      terminal.warn(`${what} became ${value} at step ${step} (epoch ${epoch}): the step is left out.`);
    },
    onEpochEnd({ epoch, skipped = 0 }) {
      if (skipped > 1) terminal.warn(`${skipped} steps of epoch ${epoch} were left out.`);
    },
  };
}
