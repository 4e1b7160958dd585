import { z } from 'zod';

import { HelmholtzError, parseJson, itemAt } from '@helmholtz/base';
import { parseSpec } from '../spec/parse.js';
import type { Spec } from '../spec/schema.js';
import { UNSEALED, checkSeal, seal } from './checksum.js';
import { metricsRowSchema, metricsSchema } from './metrics-file.js';
import type { MetricsRow } from './metrics-row.js';
import { type StoredTensor, decodeSafetensors, encodeSafetensors } from './safetensors.js';
import { ONLY_PHASE, type PartialMean, type StoredTensors, type TrainingSnapshot } from './snapshot.js';

/** A checkpoint that is sound by its checksum, but was written by another version of Helmholtz. */
export class OtherFormError extends HelmholtzError {
  constructor(source: string, age: 'older' | 'newer', why: string, cause?: unknown) {
    const than = `${age === 'older' ? 'an older' : 'a newer'} format than this version of Helmholtz reads`;
    super('data', `${source} is a checkpoint of ${than}: ${why}.`, {
      hint:
        age === 'newer'
          ? "Update Helmholtz: environment.json in the run's folder says which version began it."
          : "Open it with the version that environment.json in the run's folder names, or train its spec.yaml again.",
      cause,
    });
  }
}

/** State of a training between two steps, with its spec. */
export interface Checkpoint extends TrainingSnapshot {
  readonly spec: Spec;
}

const count = z.string().regex(/^\d+$/).transform(Number);
const partialMean = z.object({
  count: z.number(),
  skipped: z.number(),
  sums: metricsSchema,
  loss: z.number().exactOptional(),
});
const history = z.array(metricsRowSchema.omit({ seconds: true }));
const checkpointMetadata = z.object({
  spec: z.string(),
  epoch: count,
  step: count,
  batch: count,
  average: z.string(),
  history: z.string(),
});

/**
 * Raised when the contents of a checkpoint change. The first versions did not store it. In form 2
 * there are several optimizers, each under the name of its phase. A training of the one phase
 * `model` is written in form 1.
 */
const FORM = 2;
const ONE_OPTIMIZER = 1;
const formMetadata = z.object({
  format: z.literal('helmholtz'),
  form: count.default(ONE_OPTIMIZER),
  checksum: z.string().optional(),
});

const WEIGHT = 'weight/';
const OPTIMIZER = 'optimizer/';
const MEMORY = 'memory/';

/**
 * Encodes a checkpoint as one safetensors file, with its spec, position and a checksum in the
 * metadata. Wall-clock seconds are left out, so that equal trainings give equal bytes.
 *
 * @example
 * ```ts
 * import { decodeCheckpoint, encodeCheckpoint } from '@helmholtz/core/run';
 * import { defaultSpec } from '@helmholtz/recipes';
 *
 * const average = { count: 0, skipped: 0, sums: {} };
 * const position = { epoch: 0, step: 7, batch: 7, history: [], average };
 * const state = { weights: new Map(), optimizers: new Map(), memory: new Map() };
 * const bytes = encodeCheckpoint({ spec: defaultSpec('vae', [4]), ...position, ...state });
 * console.log(decodeCheckpoint(bytes, 'last.safetensors').step); // 7
 * ```
 */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const { spec, weights, optimizers, memory, epoch, step, batch, average } = checkpoint;
  const isPlain = [...optimizers.keys()].every((phase) => phase === ONLY_PHASE);
  const tensors = new Map([
    ...prefixed(WEIGHT, weights),
    ...[...optimizers].flatMap(([phase, state]) => {
      const prefix = isPlain ? OPTIMIZER : `${OPTIMIZER}${phase}/`;
      return state.map((tensor, index) => [prefix + index, tensor] as const);
    }),
    ...[...memory].flatMap(([name, kept]) => prefixed(`${MEMORY}${name}/`, kept)),
  ]);
  const position = { epoch: String(epoch), step: String(step), batch: String(batch) };
  const metadata = {
    format: 'helmholtz',
    form: String(isPlain ? ONE_OPTIMIZER : FORM),
    checksum: UNSEALED,
    spec: JSON.stringify(spec),
    ...position,
    average: JSON.stringify(average),
    history: JSON.stringify(checkpoint.history.map(({ seconds: _, ...row }) => row)),
  };
  return seal(encodeSafetensors({ tensors, metadata }));
}

/**
 * Decodes a checkpoint. The seconds of its history are 0: `checkpointToResume` of a run reads them
 * from metrics.jsonl.
 *
 * @throws HelmholtzError (`data`) if the file is damaged or not a checkpoint; its subclass
 *   `OtherFormError` if it is sound, but written by another version.
 *
 * @example
 * ```ts
 * import { decodeCheckpoint } from '@helmholtz/core/run';
 *
 * try {
 *   decodeCheckpoint(new Uint8Array(4), 'last.safetensors');
 * } catch (error) {
 *   console.log((error as Error).message);
 *   // last.safetensors is not a readable safetensors file: it has only 4 bytes.
 * }
 * ```
 */
export function decodeCheckpoint(bytes: Uint8Array, source: string): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes, source);
  const form = formMetadata.safeParse(metadata).data;
  if (!form) {
    throw new HelmholtzError('data', `${source} holds tensors, but is not a checkpoint of Helmholtz.`, {
      hint: 'Give the folder of a run, such as runs/vae-digits.',
    });
  }
  if (form.checksum === undefined) throw new OtherFormError(source, 'older', 'it has no checksum');
  checkSeal(bytes, form.checksum, source);
  if (form.form > FORM) {
    throw new OtherFormError(source, 'newer', `its format is ${form.form}, expected at most ${FORM}`);
  }
  const { data, error } = checkpointMetadata.safeParse(metadata);
  if (!data)
    throw new OtherFormError(
      source,
      'older',
      `its ${itemAt(error.issues, 0).path.join('/')} does not have the expected form`,
    );
  return {
    spec: readJson(data.spec, (json) => parseSpec(json, 'it'), 'spec', source),
    weights: named(tensors, WEIGHT),
    optimizers: optimizerStates(named(tensors, OPTIMIZER)),
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
  const matching = [...tensors].filter(([name]) => name.startsWith(prefix));
  return new Map(matching.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}

/** The states by the names of phases, `discriminator/0`; the state of the only phase has none. */
function optimizerStates(tensors: StoredTensors): Map<string, readonly StoredTensor[]> {
  const states = new Map<string, (readonly [index: number, tensor: StoredTensor])[]>();
  for (const [name, tensor] of tensors) {
    const slash = name.lastIndexOf('/');
    const phase = slash < 0 ? ONLY_PHASE : name.slice(0, slash);
    const state = states.get(phase) ?? [];
    state.push([Number(name.slice(slash + 1)), tensor]);
    states.set(phase, state);
  }
  return new Map(
    [...states].map(([phase, state]) => [phase, state.sort(([a], [b]) => a - b).map(([, tensor]) => tensor)]),
  );
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
    const why =
      cause instanceof z.ZodError ? 'does not have the expected form' : `is refused (${firstLine(cause)})`;
    throw new OtherFormError(source, 'older', `its ${what} ${why}`, cause);
  }
}

function firstLine(error: unknown): string {
  return itemAt((error as Error).message.split('\n'), 0).replace(/\.$/, '');
}
