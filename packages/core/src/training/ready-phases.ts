import type { Optimizer, Variable, serialization } from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import { type Objective, type Phase, phasesOf } from '../objectives/objective.js';
import { updatedWeights } from '../objectives/phase-weights.js';
import type { ClipSpec } from '../spec/schema.js';
import { createOptimizer, learningRateOf } from './optimizers.js';

/** A phase with all that its updates take. */
export interface ReadyPhase {
  readonly name: string;
  readonly phase: Phase;
  /** Updates in each step. */
  readonly steps: number;
  /** Its own: no phase shares the state of another. */
  readonly optimizer: Optimizer;
  readonly clip: ClipSpec | undefined;
  /** The trainable weights that it updates, and their stable names. */
  readonly variables: readonly Variable[];
  readonly names: readonly string[];
  /** Its learning rate at a step, from that of the training, which a schedule may have changed. */
  readonly rate: (learningRate: number) => number;
}

/** What a training gives its phases. */
export interface PhaseDefaults {
  readonly optimizer: Optimizer;
  readonly clip?: ClipSpec | undefined;
}

/**
 * Makes the phases of an objective ready to train a model. The first phase without an optimizer or a learning rate
 * of its own has the training's optimizer; each other one has another of the same settings.
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
    // A phase sets its rate on its optimizer; the training's own keeps the rate of the training.
    if (isTaken || own !== undefined) return alike(optimizer);
    isTaken = true;
    return optimizer;
  };
  return phasesOf(objective).map((phase) => {
    const { variables, names } = updatedWeights(model, phase);
    const own = phase.learningRate ?? phase.optimizer?.learningRate;
    return {
      name: phase.name,
      phase,
      steps: phase.steps ?? 1,
      optimizer: phase.optimizer ? createOptimizer(phase.optimizer) : another(own),
      clip: phase.clip ?? clip,
      variables,
      names,
      rate: (learningRate) =>
        own === undefined ? learningRate : learningRate === base ? own : (learningRate / base) * own,
    };
  });
}

/** An optimizer with the settings of another, and no state. */
function alike(optimizer: Optimizer): Optimizer {
  const type = optimizer.constructor as serialization.SerializableConstructor<Optimizer>;
  return type.fromConfig(type, optimizer.getConfig());
}
