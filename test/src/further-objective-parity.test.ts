// The same weights, data and noise as JAX or PyTorch give the same losses, metrics and gradients of
// every phase; tools/reference/further_objectives.py and adversarial_objectives.py say how.
import { compileSteps, configureOnnx } from '@helmholtz/backend-onnx';
import {
  choose,
  coreParts,
  denseLayers,
  eagerCompiler,
  type LatentVariableModel,
  type Objective,
  type ObjectivePart,
  type PartLists,
  type Phase,
  phasesOf,
  type StepCompiler,
} from '@helmholtz/core';
import { buildModel } from '@helmholtz/recipes';
import { reference } from '@helmholtz/testing/reference';
import { scalar, setBackend, type Tensor, tensor, variableGrads } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import test, { type ExecutionContext } from 'ava';

import { ownedNoise } from '../../packages/core/dist/objectives/owned-noise.js';
import { updatedWeights } from '../../packages/core/dist/objectives/phase-weights.js';
import { lossOfPhase } from '../../packages/core/dist/training/loss.js';

interface PhaseValues {
  readonly loss: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

interface Case {
  /** A VAE by default. */
  readonly recipe?: 'autoencoder';
  readonly objective: Readonly<Record<string, unknown>> & { readonly name: string };
  readonly phases: readonly PhaseValues[];
}

type Numbers = Readonly<Record<string, readonly number[]>>;

const BATCH = 4;
const objectives: readonly ObjectivePart[] = coreParts.objectives;

interface Reference {
  readonly noise: Numbers;
  readonly examples: number;
  /** Weights of the objectives' networks, of one hidden layer. */
  readonly weights?: Numbers;
  readonly cases: readonly Case[];
}

const peers = {
  JAX: reference<Reference>('further-objectives.json'),
  PyTorch: reference<Reference>('adversarial-objectives.json'),
};
const { vae: peer } = reference<{
  readonly vae: { readonly weights: Numbers; readonly x: readonly number[] };
}>('objectives.json');

/** The layer's own name, whatever network it is in. The code of an autoencoder is the location. */
const nameOf = (weight: string): string => weight.split('/').slice(-2).join('/').replace('z_code/', 'z_loc/');

function withWeights(
  recipe: 'vae' | 'autoencoder',
  objective: Case['objective'],
  { weights = {} }: Reference,
): LatentVariableModel {
  const hidden = denseLayers([5], 'tanh');
  const discriminator = Object.keys(weights).length > 0 ? { discriminator: denseLayers([4], 'tanh') } : {};
  const model = buildModel<PartLists>({
    recipe,
    likelihood: 'bernoulli',
    observed: { shape: [6] },
    latents: [{ name: 'z', size: 3 }],
    objective: objective as never,
    networks: { recognition: hidden, generative: hidden, ...discriminator },
  });
  for (const [weight, variable] of model.weights) {
    const shape = variable.shape as number[];
    const size = shape.reduce((product, length) => product * length, 1);
    // A discriminator of z alone has the last rows of a kernel that reads x too.
    const values = (peer.weights[nameOf(weight)] ?? weights[nameOf(weight)]!).slice(-size);
    variable.write(tensor([...values], shape));
  }
  return model;
}

function close(
  t: ExecutionContext,
  given: ArrayLike<number>,
  expected: readonly number[],
  what: string,
): void {
  t.is(given.length, expected.length, what);
  // Elements near 0 are sums of much larger ones: in float32 they are known to some millionths of
  // these.
  const rounding = 5e-6 * Math.max(...expected.map(Math.abs)) + 1e-7;
  expected.forEach((value, index) => {
    const within = 1e-4 * Math.abs(value) + rounding;
    t.true(Math.abs(given[index]! - value) <= within, `${what}: ${given[index]}, ${value}`);
  });
}

interface Computed {
  readonly loss: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly gradients: ReadonlyMap<string, ArrayLike<number>>;
}

/** Computes a phase at the peer's data and noise. */
async function computed(
  model: LatentVariableModel,
  objective: Objective,
  phase: Phase,
  compile: StepCompiler,
  { noise: drawn, examples }: Reference,
): Promise<Computed> {
  const rows = BATCH * (objective.samples ?? 1);
  const { names, variables } = updatedWeights(model, phase);
  const owned = ownedNoise(model, objective);
  let metrics: readonly string[] = [];
  const shape = (length: number, eventShape: readonly number[]) => ({
    shape: [length, ...eventShape],
    type: 'float32' as const,
  });
  const program = compile(
    ([x, ...fed]) => {
      const noise = fed.slice(0, model.noise.length);
      const own = Object.fromEntries(owned.map(({ name }, index) => [name, fed[noise.length + index]!]));
      let values: Tensor | undefined;
      const { grads } = variableGrads(() => {
        const coefficients = { examples: scalar(examples) };
        const inputs = { inputs: [x!], noise, drawn: own, coefficients };
        const found = lossOfPhase(model, objective, phase, inputs, { training: true });
        ({ names: metrics, values } = found);
        return found.loss;
      }, [...variables]);
      return [values!, ...variables.map((variable) => grads[variable.name]!)];
    },
    {
      perStep: [
        shape(BATCH, [6]),
        ...model.noise.map((variable) => shape(rows, variable.shape)),
        ...owned.map((variable) => shape(BATCH, variable.shape)),
      ],
      constant: [],
      numbers: [],
    },
  );
  const noise = [...model.noise, ...owned].map(({ name, shape: [size = 1] }, index) =>
    Float32Array.from(drawn[name]!.slice(0, (index < model.noise.length ? rows : BATCH) * size)),
  );
  const [values, ...gradients] = await program.run(1, [Float32Array.from(peer.x), ...noise]);
  program.dispose();
  return {
    loss: values![0]!,
    metrics: Object.fromEntries(metrics.map((name, index) => [name, values![1 + index]!])),
    gradients: new Map(names.map((name, index) => [nameOf(name), gradients[index]!])),
  };
}

const engines: Record<string, { readonly backend: string; readonly compile: StepCompiler }> = {
  'TensorFlow.js': { backend: 'cpu', compile: eagerCompiler },
  'a compiled graph': { backend: 'onnx', compile: compileSteps },
};

const allCases = (['JAX', 'PyTorch'] as const).flatMap((name) =>
  peers[name].cases.map((each) => ({ ...each, peer: name })),
);

for (const [engine, { backend, compile }] of Object.entries(engines)) {
  for (const { recipe = 'vae', objective: reference, phases, peer: peerName } of allCases) {
    const what = JSON.stringify(reference);
    test.serial(`${what} as in ${peerName}, by ${engine}`, async (t) => {
      await setBackend(backend);
      if (backend === 'onnx') configureOnnx({ mode: 'native' });
      const model = withWeights(recipe, reference, peers[peerName]);
      const { part, options } = choose('objective', objectives, reference);
      const objective = part.create(options);
      t.is(phasesOf(objective).length, phases.length);
      for (const [index, phase] of phasesOf(objective).entries()) {
        const { loss, metrics, gradients } = phases[index]!;
        const found = await computed(model, objective, phase, compile, peers[peerName]);
        close(t, [found.loss], [loss], 'loss');
        for (const [metric, value] of Object.entries(metrics)) {
          close(t, [found.metrics[metric] ?? NaN], [value], metric);
        }
        t.deepEqual([...found.gradients.keys()].sort(), Object.keys(gradients).sort());
        for (const [weight, values] of Object.entries(gradients)) {
          close(t, found.gradients.get(weight)!, values, weight);
        }
      }
    });
  }
}
