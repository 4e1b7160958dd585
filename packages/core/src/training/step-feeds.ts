import { itemAt } from '@helmholtz/base';
import { type Scalar, type Tensor, type Tensor1D, gather, reshape } from '@tensorflow/tfjs-core';

import type { ViewedBatch } from '../graph/graph-view.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { Objective } from '../objectives/objective.js';
import { type OwnedNoise, ownedNoise } from '../objectives/owned-noise.js';
import type { Batch, PartBatch } from './batch.js';
import type { PartsFeed, TrainingFeed } from './data-parts.js';
import { sizeOf } from './dataset.js';
import type { PartFeed } from './feed.js';
import type { LossInputs } from './loss.js';
import type { CompiledData, CompiledInput } from './step-compiler.js';
import type { Update } from './step.js';

/**
 * Limit of the examples in bytes that stay on the device. Beyond it the rows of each batch are fed.
 */
const RESIDENT_BYTES = 2 ** 30;

/** Data of an update, besides its learning rate. */
export type Fed = Pick<Update, 'batch' | 'coefficients'>;

/** One input of a compiled step, and its data for several updates, one after another. */
interface Slot {
  readonly input: CompiledInput;
  feed(updates: readonly Fed[]): CompiledData;
}

/** All examples of a fixed variable, from which batches are picked by index. */
export interface Resident {
  readonly input: CompiledInput & { readonly data: Float32Array };
}

/**
 * Reads the fixed variables of a data set, one per data input; undefined for inputs that are fed.
 */
export function residentData(
  { variables, size }: Pick<PartFeed, 'variables' | 'size'>,
  limit = RESIDENT_BYTES,
): readonly (Resident | undefined)[] {
  let bytes = 0;
  return variables.map((fed) => {
    if (!fed) return undefined;
    const { variable } = fed;
    bytes += size * sizeOf(variable.shape) * Float32Array.BYTES_PER_ELEMENT;
    if (!variable.fixed || bytes > limit) return undefined;
    const data = new Float32Array(size * sizeOf(variable.shape));
    const indices = Uint32Array.from({ length: size }, (_, index) => index);
    variable.read(indices, data, { next: neverDrawn });
    return { input: { shape: [size, sizeOf(variable.shape)], type: 'float32', data } };
  });
}

/** Batch of a compiled step: of the whole data, or of one part. */
export interface FedBatch {
  /** Name of the part; undefined for the whole data. */
  readonly part: string | undefined;
  readonly batchSize: number;
  /** Resident examples of each data input; undefined if the rows of each batch are fed. */
  readonly resident: readonly (Resident | undefined)[];
  /** Whether the batch has values for each data input. */
  readonly has: readonly boolean[];
}

/** Returns the batches of a training by part of the data, with resident examples. */
export function residentBatches(data: TrainingFeed): ReadonlyMap<string | undefined, FedBatch> {
  const namedParts = 'parts' in data ? Object.entries(data.parts) : [[undefined, data] as const];
  return new Map(
    namedParts.map(([part, { feed, batchSize }]) => [
      part,
      {
        part,
        // Only the part that makes up an epoch may have a smaller batch. The other parts are
        // repeated.
        batchSize:
          part === undefined || part === (data as PartsFeed).epoch
            ? Math.min(batchSize, feed.size)
            : batchSize,
        resident: residentData(feed, RESIDENT_BYTES / namedParts.length),
        has: feed.variables.map((fed) => fed !== undefined),
      },
    ]),
  );
}

/** Returns a batch, or the batches of its parts, with all rows fed. */
export function batchesOf(batch: Batch): FedBatch[] {
  const namedParts = batch.parts ? Object.entries(batch.parts) : [[undefined, batch] as const];
  return namedParts.map(([part, { size, inputs }]) => ({
    part,
    batchSize: size,
    resident: inputs.map(() => undefined),
    has: inputs.map((input) => input !== undefined),
  }));
}

/** Arguments of a compiled step. */
export interface FedStep {
  readonly model: LatentVariableModel;
  readonly objective: Pick<Objective, 'name' | 'samples' | 'noise'>;
  /** Batches of the whole data, or of each part. */
  readonly batches: readonly FedBatch[];
  /** Number of draws of noise per step: one per update. */
  readonly updates: number;
  /** Names of the objective's coefficients. */
  readonly coefficients: readonly string[];
}

/** Inputs of a compiled step for batches of one size. */
export class StepFeeds {
  readonly constant: readonly (CompiledInput & { readonly data: Float32Array })[];
  private readonly slots: readonly Slot[];
  private readonly ownNoise: readonly OwnedNoise[];

  constructor(private readonly step: FedStep) {
    const { model, objective, batches, coefficients } = step;
    this.ownNoise = ownedNoise(model, objective);
    this.constant = batches.flatMap(({ resident }) => resident.flatMap((kept) => (kept ? [kept.input] : [])));
    this.slots = [
      ...batches.flatMap((batch) => [...this.dataSlots(batch), ...this.noiseSlots(batch)]),
      ...coefficients.map(coefficient),
    ];
  }

  get perStep(): CompiledInput[] {
    return this.slots.map(({ input }) => input);
  }

  feed(updates: readonly Fed[]): CompiledData[] {
    return this.slots.map((slot) => slot.feed(updates));
  }

  /**
   * Returns the arguments of the loss for each update of a traced step. All updates have the same
   * data, and each its own noise.
   *
   * @param tensors tensors of `perStep`, then of `constant`.
   */
  read(tensors: readonly Tensor[]): readonly LossInputs[] {
    const { batches, updates, coefficients: names } = this.step;
    const fed = tensors[Symbol.iterator]();
    const residentTensors = tensors.slice(this.slots.length)[Symbol.iterator]();
    const next = (): Tensor => fed.next().value!;
    const viewed = batches.map((batch) => {
      const inputs = this.readInputs(batch, next, () => residentTensors.next().value!);
      return Array.from({ length: updates }, (): ViewedBatch => {
        const noise = this.step.model.noise.map(next);
        return { inputs, noise, drawn: Object.fromEntries(this.ownNoise.map(({ name }) => [name, next()])) };
      });
    });
    const coefficients = Object.fromEntries(names.map((name) => [name, next() as Scalar]));
    return Array.from({ length: updates }, (_, update) => {
      const [{ part }] = batches as [FedBatch];
      if (part === undefined) return { ...itemAt(itemAt(viewed, 0), update), coefficients };
      const parts = Object.fromEntries(
        batches.map((batch, index) => [batch.part!, itemAt(itemAt(viewed, index), update)]),
      );
      return { inputs: [], noise: [], parts, coefficients };
    });
  }

  private readInputs(
    { batchSize, resident, has }: FedBatch,
    next: () => Tensor,
    nextKept: () => Tensor,
  ): (Tensor | undefined)[] {
    const indices = resident.some((kept) => kept) ? next() : undefined;
    return this.step.model.inputs.map(({ shape }, index) => {
      if (!has[index]) return undefined;
      if (!resident[index]) return next();
      const rows = gather(nextKept(), indices as Tensor1D);
      return reshape(rows, [batchSize, ...shape]);
    });
  }

  private dataSlots({ part, batchSize, resident, has }: FedBatch): Slot[] {
    const indices = resident.some((kept) => kept) ? [indicesOf(part, batchSize)] : [];
    const inputs = this.step.model.inputs.flatMap(({ shape }, index) => {
      if (!has[index] || resident[index]) return [];
      return [rows([batchSize, ...shape], ({ batch }) => itemAt(partOf(batch, part).inputs, index).values)];
    });
    return [...indices, ...inputs];
  }

  private noiseSlots({ part, batchSize }: FedBatch): Slot[] {
    const { model, objective, updates } = this.step;
    const { samples = 1 } = objective;
    return Array.from({ length: updates }, (_, update) => [
      ...model.noise.map(({ shape }, index) =>
        rows(
          [samples * batchSize, ...shape],
          ({ batch }) => itemAt(partOf(batch.redraw(update), part).noise, index).values,
        ),
      ),
      ...this.ownNoise.map(({ name, shape }) =>
        rows([batchSize, ...shape], ({ batch }) => partOf(batch.redraw(update), part).drawn[name]!.values),
      ),
    ]).flat();
  }
}

/** Returns the batch of a part of the data, or the batch itself for data without parts. */
export function partOf(batch: Batch, part: string | undefined): Batch | PartBatch {
  return part === undefined ? batch : batch.parts![part]!;
}

function indicesOf(part: string | undefined, batchSize: number): Slot {
  return {
    input: { shape: [batchSize], type: 'int32' },
    feed: (updates) =>
      joined(
        Int32Array,
        updates.map(({ batch }) => partOf(batch, part).indices),
      ),
  };
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
  const joinedData = new Type(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joinedData.set(part, offset);
    offset += part.length;
  }
  return joinedData;
}

function neverDrawn(): never {
  throw new Error('A variable of a data set is declared as fixed, but draws random numbers.');
}
