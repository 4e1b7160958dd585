import { type Scalar, scalar } from '@tensorflow/tfjs-core';

import type { ViewedBatch } from '../graph/graph-view.js';
import type { Coefficients } from '../objectives/objective.js';
import type { Batch, PartBatch } from './batch.js';
import { type HostTensor, toTensor } from './host-tensor.js';
import type { LossInputs } from './loss.js';

/** Returns a batch as tensors on the current backend. */
export function batchTensors(batch: Batch, coefficients: Coefficients): LossInputs {
  const { parts } = batch;
  return {
    ...partTensors(batch),
    ...(parts ? { parts: mapped(parts, partTensors) } : {}),
    coefficients: asScalars(coefficients),
  };
}

function partTensors({ inputs, noise, drawn }: Pick<PartBatch, 'inputs' | 'noise' | 'drawn'>): ViewedBatch {
  return {
    inputs: inputs.map((input) => input && toTensor(input)),
    noise: noise.map(toTensor),
    drawn: mapped<HostTensor, ReturnType<typeof toTensor>>(drawn, toTensor),
  };
}

/** Returns coefficients as tensors, also constant ones: a graph is traced once for all steps. */
export function asScalars(coefficients: Coefficients): Record<string, Scalar> {
  return mapped(coefficients, (value) => scalar(value));
}

function mapped<From, To>(
  values: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}
