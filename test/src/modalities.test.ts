// Models of several modalities: values and gradients of PyTorch (tools/reference/modalities.py),
// compiled steps beside eager ones, and resumed trainings, with modalities missing in some examples.
import { compileSteps, configureOnnx } from '@helmholtz/backend-onnx';
import { entryOf } from '@helmholtz/base';
import {
  choose,
  compiledStep,
  coreParts,
  createEagerStep,
  denseLayers,
  elbo,
  type JointDataset,
  type LatentVariableModel,
  type Objective,
  type ObjectivePart,
  type OnePhaseObjective,
  type PartLists,
  readWeights,
  stratifiedElbo,
  subsampledElbo,
  train,
  type TrainingSnapshot,
  type TrainOptions,
} from '@helmholtz/core';
import { buildModel } from '@helmholtz/recipes';
import { reference } from '@helmholtz/testing/reference';
import { setBackend, tensor, train as optimizers, type Variable, variableGrads } from '@tensorflow/tfjs-core';
import test from 'ava';

test.before(async () => {
  await setBackend('onnx');
  configureOnnx({ mode: 'native' });
});

type Numbers = Readonly<Record<string, readonly number[]>>;

interface Reference {
  readonly weights: Numbers;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly has: Readonly<Record<'x' | 'y', readonly number[]>>;
  readonly normal: readonly number[];
  readonly uniform: readonly number[];
  readonly cases: readonly {
    readonly posterior: string;
    readonly objective: { readonly name: string; readonly samples?: number };
    readonly loss: number;
    readonly metrics: Readonly<Record<string, number>>;
    readonly gradients: Numbers;
  }[];
}

const peer = reference<Reference>('modalities.json');
const BATCH = 4;
const hidden = denseLayers([5], 'tanh');

/** Name of a weight in the graph, where layers of a network have no prefix of it twice. */
const weightOf = (model: LatentVariableModel, name: string) =>
  entryOf(model.weights, model.weights.has(name) ? name : name.split('/').slice(-2).join('/'));

/** Values with NaN for all elements of a missing modality. */
const withMissing = (name: 'x' | 'y'): number[] =>
  peer[name].map((value, at) => (peer.has[name][Math.floor(at / (peer[name].length / BATCH))] ? value : NaN));

for (const { posterior, objective: chosen, loss, metrics, gradients } of peer.cases) {
  const { samples = 1 } = chosen;
  test(`${chosen.name} with ${samples} samples has the values and gradients of PyTorch`, (t) => {
    const model = buildModel<PartLists>({
      recipe: 'multimodal-vae',
      observed: { shape: [6] },
      inputs: [{ name: 'y', shape: [3], likelihood: 'categorical' }],
      latents: [{ name: 'z', size: 2 }],
      networks: { recognition_x: hidden, recognition_y: hidden, generative_x: hidden, generative_y: hidden },
      posterior,
      objective: chosen as never,
    });
    for (const [name, values] of Object.entries(peer.weights)) {
      const weight = weightOf(model, name);
      weight.write(tensor([...values], weight.shape as number[]));
    }
    const { part, options } = choose('objective', coreParts.objectives as readonly ObjectivePart[], chosen);
    const objective = part.create(options) as OnePhaseObjective;
    const inputs = [tensor(withMissing('x'), [BATCH, 6]), tensor(withMissing('y'), [BATCH, 3])];
    const rows = samples * BATCH;
    const noise = posterior === 'productOfExperts' ? peer.normal : peer.uniform.slice(0, rows * 2);
    const view = (): ReturnType<LatentVariableModel['view']> =>
      model.view(
        { inputs, noise: [tensor([...noise], [rows, 2])] },
        { training: true, ...(objective.samples === undefined ? {} : { samples: objective.samples }) },
      );
    const near = (value: number, expected: number, what: string): void => {
      t.true(Math.abs(value - expected) < 1e-4 * (1 + Math.abs(expected)), `${what}: ${value}, ${expected}`);
    };
    const context = { training: true, coefficients: {} };
    const computed = objective.evaluate(view(), context).metrics;
    for (const [name, value] of Object.entries(metrics)) near(computed[name]!.dataSync()[0]!, value, name);
    const { value, grads } = variableGrads(() => objective.evaluate(view(), context).loss);
    near(value.dataSync()[0]!, loss, 'loss');
    for (const [name, expected] of Object.entries(gradients)) {
      const gradient = entryOf(
        new Map(Object.entries(grads)),
        (weightOf(model, name).read() as Variable).name,
      );
      gradient.dataSync().forEach((own, at) => near(own, expected[at]!, `${name} ${at}`));
    }
  });
}

/** Three modalities, each missing in some examples, and all of them in one. */
function dataset(size: number): JointDataset {
  const variable = (length: number, period: number, value: (at: number) => number) => ({
    shape: [length],
    fixed: true,
    read: (indices: ArrayLike<number>, out: Float32Array) =>
      Array.from(indices).forEach((example, row) => {
        for (let at = 0; at < length; at++) {
          const isMissing = example % period === 2 || example === 5;
          out[row * length + at] = isMissing ? NaN : value(example * length + at);
        }
      }),
  });
  return {
    name: 'modalities',
    size,
    variables: {
      x: variable(4, 5, (at) => (Math.sin(3 * at) > 0 ? 1 : 0)),
      y: variable(2, 3, (at) => Math.cos(at)),
      w: variable(3, 4, (at) => (at % 3 === Math.floor(at / 3) % 3 ? 1 : 0)),
    },
  };
}

const tiny = (posterior: string, objective: string): LatentVariableModel =>
  buildModel<PartLists>({
    recipe: 'multimodal-vae',
    observed: { shape: [4] },
    inputs: [
      { name: 'y', shape: [2], likelihood: 'normal' },
      { name: 'w', shape: [3], likelihood: 'categorical' },
    ],
    latents: [{ name: 'z', size: 2 }],
    networks: Object.fromEntries(
      ['x', 'y', 'w'].flatMap((name) => [
        [`recognition_${name}`, []],
        [`generative_${name}`, []],
      ]),
    ),
    posterior,
    objective: objective as never,
  } as never);

const objectives: readonly (readonly [posterior: string, create: () => Objective])[] = [
  ['productOfExperts', () => subsampledElbo({ subsets: 2, warmUp: 0.5 })],
  ['mixtureOfExperts', () => stratifiedElbo({ samples: 2, bound: 'importanceWeighted' })],
  ['mixtureOfProducts', () => elbo()],
];

objectives.forEach(([posterior, create], index) => {
  const build = (): LatentVariableModel => tiny(posterior, create().name);
  const options = (): TrainOptions => ({
    // Examples are left over after batches of eight.
    data: dataset(19),
    objective: create(),
    optimizer: optimizers.adam(0.02),
    epochs: 2,
    batchSize: 8,
    seed: 0,
  });

  test.serial(
    `compiled steps end where eager steps do: ${posterior} by ${create().name}, ${index}`,
    async (t) => {
      const lines: string[] = [];
      const compiled = compiledStep(compileSteps, (line) => lines.push(line));
      const [eager, fast] = [build(), build()];
      const one = await train(eager, { ...options(), createStep: createEagerStep });
      const other = await train(fast, { ...options(), createStep: compiled });
      t.deepEqual(lines, []);
      const last = (rows: typeof one): number[] => rows.history.flatMap((row) => Object.values(row.train));
      last(one).forEach((value, at) =>
        t.true(Math.abs(value - last(other)[at]!) < 1e-4 * (1 + Math.abs(value))),
      );
      const weights = await readWeights(fast);
      for (const [name, { values }] of await readWeights(eager)) {
        values.forEach((value, at) => t.true(Math.abs(value - weights.get(name)!.values[at]!) < 1e-4, name));
      }
    },
  );

  test.serial(
    `an interrupted training resumes with the same bits: ${posterior} by ${create().name}, ${index}`,
    async (t) => {
      const through = build();
      await train(through, options());
      const controller = new AbortController();
      let snapshot: TrainingSnapshot | undefined;
      await train(build(), {
        ...options(),
        signal: controller.signal,
        callbacks: [
          {
            onStep: ({ step }) => void (step === 4 && controller.abort()),
            onRest: async (state) => void (snapshot = structuredClone(await state.snapshot())),
          },
        ],
      });
      const again = build();
      await train(again, { ...options(), from: snapshot! });
      t.deepEqual(await readWeights(again), await readWeights(through));
    },
  );
});
