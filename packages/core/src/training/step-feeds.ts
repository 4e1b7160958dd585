import { type Scalar, type Tensor, type Tensor1D, gather, reshape } from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import { sizeOf } from './dataset.js';
import type { Objective } from '../objectives/objective.js';
import type { Feed } from './feed.js';
import type { LossInputs } from './loss.js';
import type { CompiledData, CompiledInput } from './step-compiler.js';
import type { Update } from './step.js';

/** More than this many bytes of examples are not kept at hand: each batch's rows are fed. */
const RESIDENT_BYTES = 2 ** 30;

/** What an update is fed beside its learning rate. */
export type Fed = Pick<Update, 'batch' | 'coefficients'>;

/** One input of a compiled step: what it is, and the data of several updates for it, one after another. */
interface Slot {
  readonly input: CompiledInput;
  feed(updates: readonly Fed[]): CompiledData;
}

/** Examples that never change, all of them, from which batches are picked by index. */
export interface Resident {
  readonly input: CompiledInput & { readonly data: Float32Array };
}

/** Reads the fixed variables of a data set, one for each data input; undefined where one must be fed. */
export function residentData({ variables, size }: Feed): readonly (Resident | undefined)[] {
  let bytes = 0;
  return variables.map(({ variable }) => {
    bytes += size * sizeOf(variable.shape) * Float32Array.BYTES_PER_ELEMENT;
    if (!variable.fixed || bytes > RESIDENT_BYTES) return undefined;
    const data = new Float32Array(size * sizeOf(variable.shape));
    const indices = Uint32Array.from({ length: size }, (_, index) => index);
    variable.read(indices, data, { next: neverDrawn });
    return { input: { shape: [size, sizeOf(variable.shape)], type: 'float32', data } };
  });
}

/** The inputs of a compiled step for batches of one size. */
export class StepFeeds {
  readonly constant: readonly (CompiledInput & { readonly data: Float32Array })[];
  private readonly slots: readonly Slot[];

  /** @param resident for each data input the examples that are kept, or undefined where each batch's rows are fed. */
  constructor(
    private readonly model: LatentVariableModel,
    private readonly resident: readonly (Resident | undefined)[],
    private readonly batchSize: number,
    { samples = 1 }: Pick<Objective, 'samples'>,
    private readonly coefficients: readonly string[],
  ) {
    this.constant = resident.flatMap((kept) => (kept ? [kept.input] : []));
    this.slots = [
      ...(this.constant.length > 0 ? [this.indices()] : []),
      ...model.inputs.flatMap(({ shape }, index) =>
        resident[index] ? [] : [rows([batchSize, ...shape], ({ batch }) => batch.inputs[index]!.values)],
      ),
      ...model.noise.map(({ shape }, index) =>
        rows([samples * batchSize, ...shape], ({ batch }) => batch.noise[index]!.values),
      ),
      ...coefficients.map(coefficient),
    ];
  }

  get perStep(): CompiledInput[] {
    return this.slots.map(({ input }) => input);
  }

  feed(updates: readonly Fed[]): CompiledData[] {
    return this.slots.map((slot) => slot.feed(updates));
  }

  /** What the tensors of a traced step, those of `perStep` and then those of `constant`, are to the loss. */
  read(tensors: readonly Tensor[]): LossInputs {
    const fed = tensors[Symbol.iterator]();
    const kept = tensors.slice(this.slots.length)[Symbol.iterator]();
    const next = (): Tensor => fed.next().value!;
    const indices = this.constant.length > 0 ? next() : undefined;
    const inputs = this.model.inputs.map(({ shape }, index) => {
      if (!this.resident[index]) return next();
      const rows = gather(kept.next().value!, indices as Tensor1D);
      return reshape(rows, [this.batchSize, ...shape]);
    });
    const noise = this.model.noise.map(next);
    const coefficients = Object.fromEntries(this.coefficients.map((name) => [name, next() as Scalar]));
    return { inputs, noise, coefficients };
  }

  private indices(): Slot {
    return {
      input: { shape: [this.batchSize], type: 'int32' },
      feed: (updates) =>
        joined(
          Int32Array,
          updates.map(({ batch }) => batch.indices),
        ),
    };
  }
}

function rows(shape: readonly number[], values: (update: Fed) => Float32Array): Slot {
  return {
    input: { shape, type: 'float32' },
    feed: (updates) => joined(Float32Array, updates.map(values)),
  };
}

function coefficient(name: string): Slot {
  return {
    input: { shape: [], type: 'float32' },
    feed: (updates) => Float32Array.from(updates, ({ coefficients }) => coefficients[name]!),
  };
}

function joined<Data extends CompiledData>(
  Type: new (length: number) => Data,
  parts: readonly (Data | Uint32Array)[],
): Data {
  const all = new Type(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

function neverDrawn(): never {
  throw new Error('A variable of a data set that is said to be fixed draws random numbers.');
}
