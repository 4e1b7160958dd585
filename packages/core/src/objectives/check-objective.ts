import { HelmholtzError } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import { type Objective, type Phase, phasesOf } from './objective.js';
import { ownedNoise } from './owned-noise.js';
import { updatedWeights } from './phase-weights.js';

const PHASE_NAME = /^[A-Za-z][\w-]*$/;

/**
 * Checks an objective against a model before training: its monitor, its phases and their weights,
 * its networks and its noise.
 *
 * @throws HelmholtzError (`usage`) for the first problem.
 */
export function checkObjective(objective: Objective, model: LatentVariableModel): void {
  // No compiler checked the objective of a JavaScript plugin.
  if (!('monitor' in objective)) throw unmonitored((objective as Objective).name);
  const { name, networks = {} } = objective;
  const built = model.networks.map((network) => network.name);
  const missing = Object.keys(networks).find((network) => !built.includes(network));
  if (missing !== undefined) {
    throw new HelmholtzError(
      'usage',
      `The objective "${name}" owns the network "${missing}", which the model was built without.`,
      { hint: 'Build both from one spec, as assemble(spec) does, or rebind tokens.objective.' },
    );
  }
  ownedNoise(model, objective);
  checkPhases(name, phasesOf(objective), model);
}

function checkPhases(objective: string, phases: readonly Phase[], model: LatentVariableModel): void {
  const refused = (what: string, hint: string): HelmholtzError =>
    new HelmholtzError('usage', `The objective "${objective}" ${what}.`, { hint });
  const phaseNames = new Set<string>();
  for (const { name, steps = 1 } of phases) {
    if (!PHASE_NAME.test(name)) {
      throw refused(
        `has a phase named "${name}"`,
        'Use letters, digits, hyphens and underscores, a letter first.',
      );
    }
    if (phaseNames.has(name))
      throw refused(`has two phases named "${name}"`, 'Give each phase a name of its own.');
    phaseNames.add(name);
    if (!(Number.isInteger(steps) && steps > 0)) {
      throw refused(`has a phase "${name}" of ${steps} updates a step`, 'steps is a whole number from 1 on.');
    }
  }
  const updated = phases.map((phase) => updatedWeights(model, phase));
  if (!updated.some(({ ofGraph }) => ofGraph)) {
    throw refused(
      'has no phase that updates the model',
      "One phase at least has weights: 'model', or a list with 'recognition' or 'generative'.",
    );
  }
  const trained = new Set(updated.flatMap(({ networks }) => networks));
  const idle = model.networks.find((network) => !trained.has(network));
  if (idle) {
    throw refused(
      `has no phase that updates its network "${idle.name}"`,
      `Add it to the weights of a phase: weights: ['${idle.name}'].`,
    );
  }
}

function unmonitored(name: string): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The objective "${name}" has no monitor, the metric that selects models.`,
    { hint: "Add one of its metrics to it: monitor: { metric: 'nelbo', mode: 'min' }." },
  );
}
