import type { Optimizer, Variable, serialization } from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import { type Objective, type Phase, phasesOf } from '../objectives/objective.js';
import { updatedWeights } from '../objectives/phase-weights.js';
import type { ClipSpec } from '../spec/schema.js';
import { createOptimizer, learningRateOf } from './optimizers.js';

/** Phase with everything that its updates need. */
export interface ReadyPhase {
  readonly name: string;
  readonly phase: Phase;
  /** Number of updates in each step. */
  readonly steps: number;
  /** Optimizer with its own state. No phase shares the state of another. */
  readonly optimizer: Optimizer;
  readonly clip: ClipSpec | undefined;
  /** Trainable weights that it updates. `names` are their stable names. */
  readonly variables: readonly Variable[];
  readonly names: readonly string[];
  /** Returns its learning rate from that of the training, which a schedule may have changed. */
  readonly rate: (learningRate: number) => number;
}

/** Settings of a training for its phases. */
export interface PhaseDefaults {
  readonly optimizer: Optimizer;
  readonly clip?: ClipSpec | undefined;
}

/**
 * Prepares the phases of an objective to train a model. The first phase without its own optimizer
 * or learning rate uses the training's optimizer. Every other phase gets a new optimizer with the
 * same settings.
 *
 * @throws HelmholtzError (`usage`) for weights that the model lacks.
 */
export function readyPhases(
  model: LatentVariableModel,
  objective: Objective,
  { optimizer, clip }: PhaseDefaults,
): readonly ReadyPhase[] {
  const base = learningRateOf(optimizer);
  let isTaken = false;
  const another = (own: number | undefined): Optimizer => {
    // A phase changes the rate of its optimizer. The training's optimizer keeps the training's
    // rate.
    if (isTaken || own !== undefined) return alike(optimizer);
    isTaken = true;
    return optimizer;
  };
  return phasesOf(objective).map((phase) => {
    const { variables, names } = updatedWeights(model, phase);
    const ownRate = phase.learningRate ?? phase.optimizer?.learningRate;
    return {
      name: phase.name,
      phase,
      steps: phase.steps ?? 1,
      optimizer: phase.optimizer ? createOptimizer(phase.optimizer) : another(ownRate),
      clip: phase.clip ?? clip,
      variables,
      names,
      rate: (learningRate) =>
        ownRate === undefined
          ? learningRate
          : learningRate === base
            ? ownRate
            : (learningRate / base) * ownRate,
    };
  });
}

/** Returns an optimizer with the same settings, and no state. */
function alike(optimizer: Optimizer): Optimizer {
  const type = optimizer.constructor as serialization.SerializableConstructor<Optimizer>;
  return type.fromConfig(type, optimizer.getConfig());
}
