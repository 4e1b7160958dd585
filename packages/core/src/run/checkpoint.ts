import { z } from 'zod';

import { HelmholtzError } from '../errors.js';
import { parseSpec } from '../spec/parse.js';
import type { Spec } from '../spec/schema.js';
import { type StoredTensor, decodeSafetensors, encodeSafetensors } from './safetensors.js';

/** Everything that training had reached at one moment. */
export interface Checkpoint {
  readonly spec: Spec;
  readonly weights: ReadonlyMap<string, StoredTensor>;
  /** The optimizer's state, in its own order. */
  readonly optimizer: readonly StoredTensor[];
  /** Epochs and steps done. */
  readonly epoch: number;
  readonly step: number;
}

const count = z.string().regex(/^\d+$/).transform(Number);
const checkpointMetadata = z.object({
  format: z.literal('helmholtz'),
  spec: z.string(),
  epoch: count,
  step: count,
});

const WEIGHT = 'weight/';
const OPTIMIZER = 'optimizer/';

/** A checkpoint as one safetensors file, its spec and position in the metadata. */
export function encodeCheckpoint({ spec, weights, optimizer, epoch, step }: Checkpoint): Uint8Array {
  const tensors = new Map([
    ...[...weights].map(([name, tensor]) => [WEIGHT + name, tensor] as const),
    ...optimizer.map((tensor, index) => [OPTIMIZER + index, tensor] as const),
  ]);
  const position = { epoch: String(epoch), step: String(step) };
  return encodeSafetensors({
    tensors,
    metadata: { format: 'helmholtz', spec: JSON.stringify(spec), ...position },
  });
}

/** @throws HelmholtzError (`data`) where the file is damaged or is not a checkpoint of ours. */
export function decodeCheckpoint(bytes: Uint8Array, source: string): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes, source);
  const { data, success } = checkpointMetadata.safeParse(metadata);
  if (!success) {
    throw new HelmholtzError('data', `${source} holds tensors, but is not a checkpoint of Helmholtz.`, {
      hint: 'Give the folder of a run, such as runs/vae-digits.',
    });
  }
  const named = (prefix: string) => [...tensors].filter(([name]) => name.startsWith(prefix));
  return {
    spec: readSpec(data.spec, source),
    weights: new Map(named(WEIGHT).map(([name, tensor]) => [name.slice(WEIGHT.length), tensor])),
    optimizer: named(OPTIMIZER)
      .sort(([a], [b]) => Number(a.slice(OPTIMIZER.length)) - Number(b.slice(OPTIMIZER.length)))
      .map(([, tensor]) => tensor),
    epoch: data.epoch,
    step: data.step,
  };
}

function readSpec(json: string, source: string): Spec {
  try {
    return parseSpec(JSON.parse(json), 'it');
  } catch (cause) {
    throw new HelmholtzError('data', `${source} holds a damaged spec: ${(cause as Error).message}`, {
      hint: 'Take another checkpoint, or train again.',
      cause,
    });
  }
}
