import type { Spec, TrainingCallback } from '@helmholtz/core';

import type { Terminal } from '../terminal.js';
import { showProgress } from './progress.js';

/** Callbacks that print notes on the data, skipped steps and progress. */
export function trainingCallbacks(terminal: Terminal, { training }: Spec): TrainingCallback[] {
  return [
    { onTrainBegin: ({ advice }) => advice.forEach((line) => terminal.status(`note: ${line}`)) },
    reportSkipped(terminal),
    showProgress(terminal, training.epochs),
  ];
}

/** Reports the first skipped step of each epoch, and their number at the end of the epoch. */
function reportSkipped(terminal: Terminal): TrainingCallback {
  let lastReportedEpoch = 0;
  return {
    onSkip({ epoch, step, what, value }) {
      if (lastReportedEpoch === epoch) return;
      lastReportedEpoch = epoch;
      terminal.warn(`${what} became ${value} at step ${step} (epoch ${epoch}): the step is skipped.`);
    },
    onEpochEnd({ epoch, skipped = 0 }) {
      if (skipped > 1) terminal.warn(`${skipped} steps of epoch ${epoch} were skipped.`);
    },
  };
}
