import { type Optimizer, type Tensor, Variable, scalar, tensor } from '@tensorflow/tfjs-core';

import { HelmholtzError, itemAt } from '@helmholtz/base';
import type { StoredTensor } from '../run/safetensors.js';

/** State of an optimizer, in its own order, in plain memory. */
export type OptimizerState = readonly StoredTensor[];

/**
 * Powers that TensorFlow.js accumulates step by step. Recomputed powers differ in the last bits.
 */
const powers: Readonly<Record<string, readonly string[]>> = {
  Adam: ['accBeta1', 'accBeta2'],
  Adamax: ['accBeta1', 'iteration'],
};

/** Returns the state of an optimizer. */
export async function readOptimizer(optimizer: Optimizer): Promise<OptimizerState> {
  const moments = await momentsOf(optimizer);
  const state = await Promise.all([...moments, ...powersOf(optimizer)].map(stored));
  disposeTemporary(moments);
  return state;
}

/**
 * Restores the state of an optimizer, so that the next step is the same as without a break.
 *
 * @throws HelmholtzError (`data`) for the state of another optimizer.
 */
export async function writeOptimizer(optimizer: Optimizer, state: OptimizerState): Promise<void> {
  const powerValues = powersOf(optimizer);
  const momentCount = state.length - powerValues.length;
  if (momentCount < 1) throw ofAnother(optimizer);
  const before = await momentsOf(optimizer);
  const moments = state.slice(0, momentCount).map(({ values, shape }) => tensor(values, [...shape]));
  try {
    await setMoments(optimizer, moments);
  } catch {
    throw ofAnother(optimizer);
  } finally {
    for (const moment of moments) moment.dispose();
  }
  for (const moment of before) moment.dispose();
  powerValues.forEach((power, index) => {
    const value = scalar(itemAt(state, momentCount + index).values[0]!);
    power.assign(value);
    value.dispose();
  });
}

interface Moment {
  readonly originalName: string;
  readonly variable: Variable;
}

/**
 * Private fields of Adamax, whose `getWeights` and `setWeights` TensorFlow.js does not implement.
 */
interface Adamax {
  iterations_?: number;
  accumulatedFirstMoment: Moment[];
  accumulatedWeightedInfNorm: Moment[];
}

/** Number of steps, followed by the moments of each weight. */
async function momentsOf(optimizer: Optimizer): Promise<Tensor[]> {
  if (optimizer.getClassName() !== 'Adamax') {
    return (await optimizer.getWeights()).map(({ tensor }) => tensor);
  }
  const { iterations_ = 0, accumulatedFirstMoment, accumulatedWeightedInfNorm } = adamax(optimizer);
  const moments = [...accumulatedFirstMoment, ...accumulatedWeightedInfNorm];
  return [scalar(iterations_), ...moments.map(({ variable }) => variable)];
}

async function setMoments(optimizer: Optimizer, moments: readonly Tensor[]): Promise<void> {
  if (optimizer.getClassName() !== 'Adamax') {
    await optimizer.setWeights(moments.map((tensor, index) => ({ name: `state_${index}`, tensor })));
    return;
  }
  const [iterations, ...ofWeights] = moments;
  const variables = ofWeights.map((moment, index) => ({
    originalName: `state_${index}`,
    variable: moment.variable(false),
  }));
  Object.assign(adamax(optimizer), {
    iterations_: (await iterations!.data())[0]!,
    accumulatedFirstMoment: variables.slice(0, variables.length / 2),
    accumulatedWeightedInfNorm: variables.slice(variables.length / 2),
  });
}

function adamax(optimizer: Optimizer): Adamax {
  return optimizer as unknown as Adamax;
}

function powersOf(optimizer: Optimizer): Variable[] {
  const names = powers[optimizer.getClassName()] ?? [];
  return names.map((name) => (optimizer as unknown as Record<string, Variable>)[name]!);
}

async function stored(value: Tensor): Promise<StoredTensor> {
  return { shape: value.shape, values: Float32Array.from(await value.data()) };
}

/** TensorFlow.js creates a new tensor for the number of steps at each read. */
function disposeTemporary(tensors: readonly Tensor[]): void {
  for (const tensor of tensors) if (!(tensor instanceof Variable)) tensor.dispose();
}

function ofAnother(optimizer: Optimizer): HelmholtzError {
  return new HelmholtzError('data', `The state is not that of the optimizer ${optimizer.getClassName()}.`, {
    hint: 'Build the optimizer from the spec that the state was saved with.',
  });
}
