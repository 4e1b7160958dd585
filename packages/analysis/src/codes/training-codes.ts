import { type Examples, type NamedExamples, posteriorDraws, RandomStream, readInputs } from '@helmholtz/core';
import { permutation } from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';

import { requireExamples } from '../generating/indices.js';
import { completeExamples } from '../run/complete-examples.js';
import type { OpenedRun } from '../run/open-run.js';
import type { TrainedRun } from '../run/trained-run.js';
import { reportTask, throwIfAborted, type WorkOptions } from '../run/work-options.js';
import { joinedCodes, ownLatents } from './code-layout.js';

/** A trained run, with the folder that it was opened from if there is one. */
export type RunWithCodes = TrainedRun &
  Partial<Pick<OpenedRun, 'directory' | 'checkpoint' | 'loadTraining' | 'createStep'>>;

/** Examples that are encoded at a time. */
const CHUNK = 2500;

/** Returns the training set of a run, whose examples have values for all inputs of the model. */
async function trainingSet({ model, train, loadTraining }: RunWithCodes): Promise<Dataset> {
  const data = loadTraining ? await loadTraining() : completeExamples(model, train);
  requireExamples(data);
  return data;
}

/** Returns a draw from the posterior of up to `most` training examples, evenly spaced. */
export async function trainingCodes(
  run: RunWithCodes,
  most: number,
  options: WorkOptions,
): Promise<Examples> {
  const data = await trainingSet(run);
  const count = Math.min(data.size, most);
  const indices = Array.from({ length: count }, (_, at) => Math.floor((at * data.size) / count));
  return joinedCodes(ownLatents(run.model), await encoded(run, data, indices, run.spec.seed, options));
}

/**
 * Draws codes from the aggregate posterior: a training example at random, then its posterior. No
 * example comes again before all others.
 */
export async function aggregateCodes(
  run: RunWithCodes,
  count: number,
  seed: number,
  options: WorkOptions,
): Promise<NamedExamples> {
  const data = await trainingSet(run);
  const order = permutation(data.size, new RandomStream(seed, 'aggregate'));
  const indices = Array.from({ length: count }, (_, row) => order[row % data.size]!);
  return encoded(run, data, indices, seed, options);
}

async function encoded(
  { model }: TrainedRun,
  data: Dataset,
  indices: readonly number[],
  seed: number,
  options: WorkOptions,
): Promise<NamedExamples> {
  const task = `encoding ${data.name} (${indices.length} examples)`;
  const report = reportTask(options, task);
  const chunks: NamedExamples[] = [];
  for (let start = 0; start < indices.length; start += CHUNK) {
    throwIfAborted(options.signal, task);
    const chunkIndices = indices.slice(start, start + CHUNK);
    chunks.push(await posteriorDraws(model, readInputs(model, data, chunkIndices, seed), seed, start));
    report(Math.min(start + CHUNK, indices.length), indices.length);
  }
  return concatenated(chunks);
}

function concatenated(chunks: readonly NamedExamples[]): NamedExamples {
  const [first] = chunks;
  const joined = [...first!].map(([name, { shape }]): [string, Examples] => {
    const parts = chunks.map((chunk) => chunk.get(name)!);
    const values = new Float32Array(parts.reduce((total, part) => total + part.values.length, 0));
    let start = 0;
    for (const part of parts) {
      values.set(part.values, start);
      start += part.values.length;
    }
    return [name, { count: parts.reduce((total, { count }) => total + count, 0), shape, values }];
  });
  return new Map(joined);
}
