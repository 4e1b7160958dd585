// The same weights, data and noise as PyTorch give the same loss, terms and gradients;
// objectives.py and recipes.py of tools/reference say how.
import { compileSteps, configureOnnx } from '@helmholtz/backend-onnx';
import {
  catalogue,
  choose,
  chooseByName,
  declareRecipe,
  eagerCompiler,
  type LatentVariableModel,
  coreParts,
  denseLayers,
  type ObjectivePart,
  type RecipeSizes,
  type StepCompiler,
  type PartLists,
} from '@helmholtz/core';
import { buildModel, createCatalogue } from '@helmholtz/recipes';
import { type Tensor, setBackend, tensor, variableGrads } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import test, { type ExecutionContext } from 'ava';

import { reference } from '@helmholtz/testing/reference';
import { tinyHierarchy } from '../../packages/core/dist/testing/tiny-hierarchy.js';
import { lossOf } from '../../packages/core/dist/training/loss.js';

const objectives: readonly ObjectivePart[] = coreParts.objectives;

interface Case {
  readonly objective: Readonly<Record<string, unknown>> & { readonly name: string };
  readonly loss: number;
  readonly expectedLogLikelihood: number;
  /**
   * The KL divergence of each latent: as the objective has it, in closed form or estimated at the
   * draws.
   */
  readonly kl: Readonly<Record<string, number>>;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

interface Peer {
  readonly weights: Readonly<Record<string, readonly number[]>>;
  readonly x: readonly number[];
  readonly noise: Readonly<Record<string, readonly number[]>>;
  readonly cases: readonly Case[];
}

const peers = {
  ...reference<Readonly<Record<'vae' | 'hierarchy', Peer>>>('objectives.json'),
  ...reference<Readonly<Record<'conv-vae' | 'dlgm', Peer>>>('recipes.json'),
};

const hidden = denseLayers([5], 'tanh');
const models: Record<keyof typeof peers, () => LatentVariableModel> = {
  vae: () =>
    buildModel({
      recipe: 'vae',
      observed: { shape: [6] },
      latents: [{ name: 'z', size: 3 }],
      networks: { recognition: hidden, generative: hidden },
    }),
  hierarchy: () => tinyHierarchy(),
  'conv-vae': () =>
    ofRecipe('conv-vae', {
      observed: { name: 'x', shape: [8, 8, 1] },
      hidden: [2, 3],
      latents: [{ name: 'z', size: 3 }],
    }),
  dlgm: () =>
    ofRecipe('dlgm', {
      observed: { name: 'x', shape: [6] },
      hidden: [4],
      latents: [
        { name: 'z1', size: 3 },
        { name: 'z2', size: 2 },
      ],
    }),
};

function ofRecipe(name: string, sizes: RecipeSizes): LatentVariableModel {
  const recipes = createCatalogue().getAll(catalogue.recipe);
  return buildModel<PartLists>(declareRecipe(chooseByName('recipe', recipes, name), sizes));
}

/** The layer's own name, whatever network it is in. */
const nameOf = (weight: string): string => weight.split('/').slice(-2).join('/');

const engines: Record<string, { readonly backend: string; readonly compile: StepCompiler }> = {
  'TensorFlow.js': { backend: 'cpu', compile: eagerCompiler },
  'a compiled graph': { backend: 'onnx', compile: compileSteps },
};

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

for (const [engine, { backend, compile }] of Object.entries(engines)) {
  for (const [name, peer] of Object.entries(peers)) {
    test.serial(`a ${name} as in PyTorch, by ${engine}`, async (t) => {
      await setBackend(backend);
      if (backend === 'onnx') configureOnnx({ mode: 'native' });
      const model = models[name as keyof typeof peers]();
      for (const [weight, variable] of model.weights) {
        variable.write(tensor([...peer.weights[nameOf(weight)]!], variable.shape as number[]));
      }
      for (const {
        objective: reference,
        loss,
        expectedLogLikelihood,
        kl: divergences,
        gradients,
      } of peer.cases) {
        const what = JSON.stringify(reference);
        const { part, options } = choose('objective', objectives, reference);
        const objective = part.create(options);
        const { samples = 1 } = objective;
        const variables = [...model.weights.values()];
        let names: readonly string[] = [];
        const program = compile(
          ([x, ...noise]) => {
            let values: Tensor | undefined;
            const { grads } = variableGrads(() => {
              const evaluated = lossOf(model, objective, { inputs: [x!], noise, coefficients: {} }, true);
              ({ names, values } = evaluated);
              return evaluated.loss;
            }, model.trainableVariables);
            return [values!, ...variables.map((variable) => grads[variable.name]!)];
          },
          {
            perStep: [
              { shape: [4, ...model.inputs[0]!.shape], type: 'float32' },
              ...model.noise.map(({ shape }) => ({
                shape: [4 * samples, ...shape],
                type: 'float32' as const,
              })),
            ],
            constant: [],
            numbers: [],
          },
        );
        const noise = model.noise.map(({ name, shape }) =>
          Float32Array.from(peer.noise[name]!.slice(0, 4 * samples * shape[0]!)),
        );
        const [values, ...grads] = await program.run(1, [Float32Array.from(peer.x), ...noise]);
        program.dispose();
        const metric = (metricName: string): number => values![1 + names.indexOf(metricName)]!;
        close(t, [values![0]!], [loss], `${what}: loss`);
        close(
          t,
          [metric('expectedLogLikelihood')],
          [expectedLogLikelihood],
          `${what}: expectedLogLikelihood`,
        );
        for (const [kl, value] of Object.entries(divergences)) {
          close(t, [metric(kl)], [value], `${what}: ${kl}`);
        }
        [...model.weights.keys()].forEach((weight, index) => {
          close(t, grads[index]!, gradients[nameOf(weight)]!, `${what}: ${weight}`);
        });
      }
    });
  }
}
