import {
  createOptimizer,
  createSchedule,
  earlyStopping,
  elbo,
  type Examples,
  readWeights,
  type TrainingCallback,
  train,
  type WeightValues,
  writeWeights,
} from '@helmholtz/core';
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from '@helmholtz/core/run';
import { arrayDataset } from '@helmholtz/datasets';

import { reportTask, throwIfAborted, type WorkOptions } from '../run/work-options.js';
import { ownLatents } from './code-layout.js';
import { type CodeModel, type CodeModelKind, codeModels } from './code-models.js';
import type { DrawnCodes } from './fitted-mixture.js';
import { splitHeldOut } from './held-out.js';
import {
  type CodeScale,
  logVolume,
  scaleOfCodes,
  standardizedCodes,
  unitScale,
  unstandardizedCodes,
} from './standardized-codes.js';
import { type RunWithCodes, trainingCodes } from './training-codes.js';

/** Training examples whose codes a model is trained on, at most. */
const MOST_CODES = 60_000;
const MOST_BYTES = 2 ** 28;
const BATCH = 250;
const STEPS = 2000;
const LEARNING_RATE = 1e-3;

export interface CodeModelOptions {
  /** Number of training steps of a flow or a second VAE, at most; 2,000 by default. */
  readonly fitSteps?: number | undefined;
}

/** What a trained model of codes is kept with. */
interface Kept {
  readonly weights: WeightValues;
  readonly scale: CodeScale;
  /** Number of codes that it was trained on. */
  readonly codes: number;
  /** Mean log-density of held-out codes, or a bound of it, in nats. */
  readonly logProb: number;
}

/**
 * Draws codes from a flow or a second VAE that is trained on the codes of training examples. The
 * folder of the run keeps its weights, so it is trained once.
 */
export async function codeModelCodes(
  run: RunWithCodes,
  name: keyof typeof codeModels,
  count: number,
  seed: number,
  options: CodeModelOptions & WorkOptions,
): Promise<DrawnCodes> {
  const kind: CodeModelKind = codeModels[name];
  const built = kind.build(run.model, run.spec.seed);
  const file = `codes/${name}.safetensors`;
  const { fitSteps = STEPS } = options;
  const found = await readKept(run, built, fitSteps, file);
  const kept = found ?? (await trained(run, kind, built, { ...options, fitSteps }));
  if (!found) await run.directory?.write(file, encoded(run, kept, fitSteps));
  return {
    codes: await inUnitsOfCodes(built, await built.draws(count, seed), kept.scale),
    note: `codes: ${kind.what}, trained on the codes of ${kept.codes} training examples; ${kind.value} of held-out codes ${kept.logProb.toFixed(2)} nats`,
  };
}

async function inUnitsOfCodes({ numbers }: CodeModel, drawn: Examples, scale: CodeScale): Promise<Examples> {
  return numbers ? numbers.codes(drawn) : unstandardizedCodes(drawn, scale);
}

/** Trains a model of codes with the weights of the best epoch on held-out codes. */
async function trained(
  run: RunWithCodes,
  { what }: CodeModelKind,
  { model, numbers, startFromFrequencies }: CodeModel,
  options: WorkOptions & { readonly fitSteps: number },
): Promise<Kept> {
  const codes = await trainingCodes(run, MOST_CODES, options);
  const { train: own, heldOut } = splitHeldOut(numbers ? await numbers.of(codes) : codes);
  const scale = numbers ? unitScale(own) : scaleOfCodes(own);
  startFromFrequencies?.(own);
  const datasetOf = (codes: Examples, name: string) =>
    arrayDataset({ name, shape: codes.shape, data: standardizedCodes(codes, scale).values });
  const batchSize = Math.min(BATCH, own.count);
  const epochs = Math.ceil(options.fitSteps / Math.ceil(own.count / batchSize));
  const task = `training ${what} on ${own.count} codes`;
  throwIfAborted(options.signal, task);
  const report = reportTask(options, task);
  const progress: TrainingCallback = { onStep: ({ step, totalSteps }) => report(step, totalSteps) };
  const { history, reason } = await train(model, {
    data: datasetOf(own, 'codes'),
    validation: datasetOf(heldOut, 'held-out codes'),
    objective: elbo(),
    optimizer: createOptimizer({ name: 'adam', learningRate: LEARNING_RATE }),
    schedule: createSchedule({ name: 'cosine', final: LEARNING_RATE / 100 }, LEARNING_RATE),
    epochs,
    batchSize,
    seed: run.spec.seed,
    nonFinite: 'skip',
    signal: options.signal,
    createStep: run.createStep,
    callbacks: [progress, earlyStopping({ patience: Math.max(5, Math.ceil(epochs / 5)) })],
  });
  if (reason === 'interrupted') throwIfAborted(options.signal, task);
  const best = Math.min(...history.map(({ validation }) => validation?.['nelbo'] ?? Infinity));
  return {
    weights: await readWeights(model),
    scale,
    codes: own.count,
    logProb: -best - logVolume(scale),
  };
}

function encoded(
  { checkpoint, model }: RunWithCodes,
  { weights, scale, codes, logProb }: Kept,
  fitSteps: number,
): Uint8Array {
  const vector = (values: Float32Array): StoredTensor => ({ shape: [values.length], values });
  return encodeSafetensors({
    tensors: new Map([
      ...[...weights].map(([name, weight]) => [`weight/${name}`, weight] as const),
      ['center', vector(scale.center)],
      ['scale', vector(scale.scale)],
    ]),
    metadata: {
      step: `${checkpoint?.step ?? 0}`,
      latents: latentNames(model),
      fitSteps: `${fitSteps}`,
      codes: `${codes}`,
      logProb: `${logProb}`,
    },
  });
}

function latentNames(model: RunWithCodes['model']): string {
  return JSON.stringify(ownLatents(model).map(({ name }) => name));
}

/**
 * Writes kept weights into a model. Returns undefined for a missing or damaged file, and for one of
 * other weights of the run.
 */
async function readKept(
  run: RunWithCodes,
  { model }: CodeModel,
  fitSteps: number,
  file: string,
): Promise<Kept | undefined> {
  const bytes = await run.directory?.readOptionalBytes(file, MOST_BYTES);
  if (bytes === undefined) return undefined;
  try {
    const { tensors, metadata } = decodeSafetensors(bytes, file);
    if (metadata['step'] !== `${run.checkpoint?.step ?? 0}`) return undefined;
    if (metadata['fitSteps'] !== `${fitSteps}`) return undefined;
    if (metadata['latents'] !== latentNames(run.model)) return undefined;
    const [center, scale] = [tensors.get('center'), tensors.get('scale')];
    if (!center || !scale) return undefined;
    const named = [...tensors].filter(([name]) => name.startsWith('weight/'));
    const weights = new Map(named.map(([name, weight]) => [name.slice('weight/'.length), weight]));
    writeWeights(model, weights);
    return {
      weights,
      scale: { center: center.values, scale: scale.values },
      codes: Number(metadata['codes']),
      logProb: Number(metadata['logProb']),
    };
  } catch {
    return undefined;
  }
}
