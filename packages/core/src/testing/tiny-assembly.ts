import { RunDirectory } from '../run/run-directory.js';
import { parseSpec } from '../spec/parse.js';
import { partOptions } from '../spec/part-reference.js';
import type { Spec, SpecDeclaration } from '../spec/schema.js';
import { createEagerStep } from '../training/eager-step.js';
import { type Assembly, type TrainedAssembly, trainAssembly } from '../training/train-assembly.js';
import { elbo } from '../objectives/elbo.js';
import { patterns, tinyModel } from './tiny-model.js';

/** Spec of a tiny model that trains three epochs of three steps. */
export function tinySpec(changes: Partial<SpecDeclaration> = {}): Spec {
  return parseSpec({
    recipe: 'vae',
    observed: { shape: [4] },
    latents: [{ name: 'z', size: 2 }],
    networks: { recognition: [], generative: [] },
    training: { epochs: 3, batchSize: 16 },
    optimizer: { name: 'adam', learningRate: 0.01 },
    ...changes,
  });
}

export function tinyAssembly(spec = tinySpec()): Assembly {
  const objective = elbo(partOptions(spec.objective));
  return { spec, model: tinyModel({ seed: spec.seed }), objective, createStep: createEagerStep };
}

/** 40 examples to train, 20 for the test. */
export const tinyData = { train: patterns(40), test: patterns(20, 1) };

/** Trains and leaves a run's folder at `path`. */
export async function tinyRun(
  path: string,
  { data = tinyData, signal, ...changes }: Partial<Assembly & Parameters<typeof trainAssembly>[1]> = {},
): Promise<TrainedAssembly & { readonly run: RunDirectory }> {
  const assembly = { ...tinyAssembly(changes.spec), ...changes };
  const trained = await trainAssembly(assembly, { data, signal, run: () => RunDirectory.create(path) });
  return { ...trained, run: await RunDirectory.open(path) };
}
