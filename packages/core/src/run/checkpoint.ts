import { z } from 'zod';

import { HelmholtzError } from '../errors.js';
import { parseJson } from '../json.js';
import { parseSpec } from '../spec/parse.js';
import type { Spec } from '../spec/schema.js';
import { UNSEALED, checkSeal, seal } from './checksum.js';
import { metricsRowSchema, metricsSchema } from './metrics-file.js';
import type { MetricsRow } from './metrics-row.js';
import { type StoredTensor, decodeSafetensors, encodeSafetensors } from './safetensors.js';
import type { PartialMean, StoredTensors, TrainingSnapshot } from './snapshot.js';

/** Everything that training had reached at one moment, and what it was of. */
export interface Checkpoint extends TrainingSnapshot {
  readonly spec: Spec;
}

const count = z.string().regex(/^\d+$/).transform(Number);
const partialMean = z.object({ count: z.number(), skipped: z.number(), sums: metricsSchema });
const history = z.array(metricsRowSchema.omit({ seconds: true }));
const checkpointMetadata = z.object({
  format: z.literal('helmholtz'),
  checksum: z.string(),
  spec: z.string(),
  epoch: count,
  step: count,
  batch: count,
  average: z.string(),
  history: z.string(),
});

const WEIGHT = 'weight/';
const OPTIMIZER = 'optimizer/';
const MEMORY = 'memory/';

/**
 * A checkpoint as one safetensors file: its spec and position in the metadata, and a checksum of all of it. Wall-clock
 * seconds are left out, so that the same training gives the same bytes.
 */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const { spec, weights, optimizer, memory, epoch, step, batch, average } = checkpoint;
  const tensors = new Map([
    ...prefixed(WEIGHT, weights),
    ...optimizer.map((tensor, index) => [OPTIMIZER + index, tensor] as const),
    ...[...memory].flatMap(([name, kept]) => prefixed(`${MEMORY}${name}/`, kept)),
  ]);
  const position = { epoch: String(epoch), step: String(step), batch: String(batch) };
  const metadata = {
    format: 'helmholtz',
    checksum: UNSEALED,
    spec: JSON.stringify(spec),
    ...position,
    average: JSON.stringify(average),
    history: JSON.stringify(checkpoint.history.map(({ seconds: _, ...row }) => row)),
  };
  return seal(encodeSafetensors({ tensors, metadata }));
}

/**
 * The seconds of its history are 0: `checkpointToResume` of a run takes them from metrics.jsonl.
 *
 * @throws HelmholtzError (`data`) where the file is damaged or is not a checkpoint of ours.
 */
export function decodeCheckpoint(bytes: Uint8Array, source: string): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes, source);
  const { data, success } = checkpointMetadata.safeParse(metadata);
  if (!success) {
    throw new HelmholtzError('data', `${source} holds tensors, but is not a checkpoint of Helmholtz.`, {
      hint: 'Give the folder of a run, such as runs/vae-digits.',
    });
  }
  checkSeal(bytes, data.checksum, source);
  return {
    spec: readJson(data.spec, (json) => parseSpec(json, 'it'), 'spec', source),
    weights: named(tensors, WEIGHT),
    optimizer: [...named(tensors, OPTIMIZER)]
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([, tensor]) => tensor),
    memory: memories(named(tensors, MEMORY)),
    epoch: data.epoch,
    step: data.step,
    batch: data.batch,
    average: readJson(data.average, (json): PartialMean => partialMean.parse(json), 'mean', source),
    history: readJson(data.history, (json) => history.parse(json).map(timeless), 'history', source),
  };
}

function prefixed(prefix: string, tensors: StoredTensors): (readonly [string, StoredTensor])[] {
  return [...tensors].map(([name, tensor]) => [prefix + name, tensor] as const);
}

/** The tensors whose names begin so, by the rest of their names. */
function named(tensors: StoredTensors, prefix: string): Map<string, StoredTensor> {
  const found = [...tensors].filter(([name]) => name.startsWith(prefix));
  return new Map(found.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}

function memories(tensors: StoredTensors): Map<string, StoredTensors> {
  const names = new Set([...tensors.keys()].map((name) => name.slice(0, name.indexOf('/'))));
  return new Map([...names].map((name) => [name, named(tensors, `${name}/`)]));
}

function timeless({ epoch, step, ...rest }: z.output<typeof history>[number]): MetricsRow {
  return { epoch, step, seconds: 0, ...rest };
}

function readJson<Value>(json: string, read: (value: unknown) => Value, what: string, source: string): Value {
  try {
    return read(parseJson(json));
  } catch (cause) {
    const [line] = (cause as Error).message.split('\n');
    throw new HelmholtzError('data', `${source} holds a damaged ${what}: ${line}`, {
      hint: 'Take another checkpoint, or train again.',
      cause,
    });
  }
}
