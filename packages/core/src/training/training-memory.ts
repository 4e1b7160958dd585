import { HelmholtzError, platform } from '@helmholtz/base';
import type { Optimizer } from '@tensorflow/tfjs-core';

import type { ModelDescription, NodeDescription } from '../description/description.js';
import type { LatentVariableModel } from '../graph/model.js';
import { gibibytes } from '../injection/weight-limit.js';
import type { Objective } from '../objectives/objective.js';
import type { OptimizerSpec } from '../spec/schema.js';
import type { BatchSize } from './data-parts.js';
import { sizeOf } from './dataset.js';

const FLOAT = 4;

/** Number of weights from which on an undeclared layer is reported. */
const MANY_WEIGHTS = 5e6;

/** Share of the memory from which on a line reports the estimate. */
const LARGE_SHARE = 0.25;

/** Tensors of each weight's shape that an optimizer keeps. */
const slots: Readonly<Record<OptimizerSpec['name'], number>> = {
  sgd: 0,
  momentum: 1,
  adagrad: 1,
  adadelta: 2,
  adam: 2,
  adamax: 2,
  rmsprop: 3,
};

/**
 * Returns the number of copies of each weight while it is trained: itself, its gradient and the
 * optimizer's state.
 *
 * @example
 * ```ts
 * import { copiesOfWeights } from '@helmholtz/core';
 *
 * console.log(copiesOfWeights('sgd'), copiesOfWeights('adam')); // 2 4
 * ```
 */
export function copiesOfWeights(optimizer: OptimizerSpec['name']): number {
  return 2 + slots[optimizer];
}

/** Class names of TensorFlow.js' optimizers, which say how much state they keep. */
const slotsOfClass = new Map(Object.entries(slots));

export interface TrainingSize {
  readonly objective: Pick<Objective, 'samples'>;
  readonly optimizer: Optimizer;
  readonly batchSize: BatchSize;
  /** Memory in bytes; that of the machine or the container by default. */
  readonly memory?: number | undefined;
}

/**
 * Checks the memory that training needs at least: weights, gradients, the optimizer's state, and
 * each layer's output and gradient for one batch.
 *
 * @returns notes on a large estimate, and on large layers that were appended; one line each.
 * @throws HelmholtzError (`usage`) that names the largest layer, if the memory is not there.
 */
export function checkTrainingMemory(
  model: LatentVariableModel,
  { objective, optimizer, batchSize, memory = platform.host.memoryLimit() }: TrainingSize,
): string[] {
  const examples = typeof batchSize === 'number' ? batchSize : sum(Object.values(batchSize));
  const rows = examples * (objective.samples ?? 1);
  const copies = 2 + (slotsOfClass.get(optimizer.getClassName().toLowerCase()) ?? 0);
  const parts = layersOf(model.description).map(({ path, node }) => {
    const weights = sum(node.weights.map(({ shape }) => sizeOf(shape)));
    const outputs = sum(node.outputShapes.map((shape) => sizeOf(shape.map((length) => length ?? 1))));
    return { path, node, weights, bytes: FLOAT * (weights * copies + 2 * outputs * rows) };
  });
  const total = sum(parts.map(({ bytes }) => bytes));
  const notes = parts.flatMap(({ path, weights, node }) =>
    isAppended(path) && weights > MANY_WEIGHTS ? [appendedNote(path, weights, node)] : [],
  );
  if (total <= LARGE_SHARE * memory) return notes;
  const [largest] = parts.toSorted((one, other) => other.bytes - one.bytes);
  const estimate =
    `Training needs at least ${gibibytes(total)} of memory at batch size ${examples}, and ${gibibytes(memory)} are there. ` +
    `The largest layer is "${largest!.path}", with ${gibibytes(largest!.bytes)}.`;
  if (total <= memory) return [...notes, estimate];
  throw new HelmholtzError('usage', estimate, {
    hint: 'Reduce the batch size, the units or filters of that layer, or the shape of the data.',
  });
}

interface Placed {
  /** Such as `generative/generative_output`. */
  readonly path: string;
  readonly node: NodeDescription;
}

/** Returns the layers of a graph and its networks. Repeated calls of a layer have no weights. */
function layersOf({ nodes }: ModelDescription, within = ''): Placed[] {
  const visitedLayers = new Set<string>();
  return nodes.flatMap((node) => {
    const path = `${within}${node.layer}`;
    if (node.inner) return layersOf(node.inner, `${path}/`);
    const again = visitedLayers.has(node.layer);
    visitedLayers.add(node.layer);
    return [{ path, node: again ? { ...node, weights: [] } : node }];
  });
}

/** The linear layer that a network gets if it does not end in the parameters of its likelihood. */
function isAppended(path: string): boolean {
  const [network, layer] = path.split('/').slice(-2);
  return layer === `${network}_output`;
}

function appendedNote(path: string, weights: number, { inputShapes, outputShapes }: NodeDescription): string {
  const [from, to] = [inputShapes, outputShapes].map(([shape]) => shape?.slice(1).join(', '));
  return (
    `The layer "${path}", from [${from}] to [${to}], was appended so that the network ends in the size of the data: ` +
    `it has ${weights.toLocaleString('en')} weights.`
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
