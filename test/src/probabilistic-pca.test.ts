// A VAE with linear networks and a normal likelihood of one learned scale is probabilistic PCA
// (Tipping and Bishop 1999), whose maximum is known in closed form; the diagonal posterior reaches
// it where the columns of the loadings are orthogonal.
import { compileSteps } from '@helmholtz/backend-onnx';
import {
  compiledStep,
  createOptimizer,
  createSchedule,
  elbo,
  estimateNll,
  evaluate,
  type SingleDataset,
  train,
} from '@helmholtz/core';
import { RandomStream } from '@helmholtz/distributions';
import { buildModel } from '@helmholtz/recipes';
import { setBackend } from '@tensorflow/tfjs-core';
import test from 'ava';

const examples = 400;
const latents = 2;
/** Of the sample covariance, exactly. */
const eigenvalues = [6, 2.5, 0.5, 0.4, 0.3, 0.3];
const size = eigenvalues.length;

const random = new RandomStream(0, 'data');
const normal = (): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * b[index]!, 0);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Gram and Schmidt's vectors: of length 1, each orthogonal to those before it. */
function orthonormal(vectors: readonly (readonly number[])[]): number[][] {
  const basis: number[][] = [];
  for (const vector of vectors) {
    let rest = [...vector];
    for (const unit of basis) {
      const along = dot(rest, unit);
      rest = rest.map((value, index) => value - along * unit[index]!);
    }
    const length = Math.sqrt(dot(rest, rest));
    basis.push(rest.map((value) => value / length));
  }
  return basis;
}

/** Examples whose mean is 0 and whose covariance has these eigenvalues, and its eigenvectors. */
function synthetic(): { readonly data: SingleDataset; readonly directions: number[][] } {
  const directions = orthonormal(Array.from({ length: size }, () => Array.from({ length: size }, normal)));
  const columns = Array.from({ length: size }, () => Array.from({ length: examples }, normal));
  const scores = orthonormal(
    columns.map((column) => {
      const centre = mean(column);
      return column.map((value) => value - centre);
    }),
  );
  const rows = Array.from({ length: examples }, (_, example) =>
    Array.from({ length: size }, (__, element) =>
      eigenvalues.reduce(
        (sum, eigenvalue, which) =>
          sum + Math.sqrt(eigenvalue * examples) * scores[which]![example]! * directions[which]![element]!,
        0,
      ),
    ),
  );
  const data: SingleDataset = {
    name: 'synthetic',
    size: examples,
    shape: [size],
    fixed: true,
    read: (indices, out) => {
      Array.from(indices).forEach((index, position) => out.set(rows[index]!, position * size));
    },
  };
  return { data, directions };
}

/** Tipping and Bishop 1999, equations 8 and 14: the greatest mean log-likelihood. */
function greatestLogLikelihood(): number {
  const noise = mean(eigenvalues.slice(latents));
  const logDeterminant = eigenvalues.reduce(
    (sum, eigenvalue, which) => sum + Math.log(which < latents ? eigenvalue : noise),
    0,
  );
  return -(size * Math.log(2 * Math.PI) + logDeterminant + size) / 2;
}

test('a linear VAE is probabilistic PCA: its bound, its likelihood and its subspace', async (t) => {
  await setBackend('onnx');
  const { data, directions } = synthetic();
  const model = buildModel({
    recipe: 'vae',
    observed: { shape: [size] },
    latents: [{ name: 'z', size: latents }],
    networks: { recognition: [], generative: [] },
    likelihood: { name: 'normal', scale: 'learned' },
  });
  const epochs = 1200;
  await train(model, {
    data,
    objective: elbo({ samples: 4 }),
    optimizer: createOptimizer({ name: 'adam', learningRate: 0.03 }),
    schedule: createSchedule({ name: 'cosine', final: 1e-4 }, 0.03),
    epochs,
    batchSize: examples,
    seed: 0,
    createStep: compiledStep(compileSteps, (line) => t.fail(line)),
  });

  const expected = greatestLogLikelihood();
  const options = { data, seed: 1, compile: compileSteps };
  const { nelbo } = await evaluate(model, { ...options, objective: elbo({ samples: 50 }), batchSize: 100 });
  t.true(Math.abs(-nelbo! - expected) < 0.05, `the ELBO is ${-nelbo!}, expected ${expected}`);
  const estimate = await estimateNll(model, { ...options, samples: 500 });
  t.true(Math.abs(-estimate!.nll - expected) < 0.05, `log p(x) is ${-estimate!.nll}, expected ${expected}`);

  const loadings = Array.from(model.weights.get('generative/generative_output/kernel')!.read().dataSync());
  const learned = orthonormal([loadings.slice(0, size), loadings.slice(size)]);
  for (const direction of directions.slice(0, latents)) {
    const within = Math.hypot(...learned.map((unit) => dot(unit, direction)));
    t.true(within > 0.999, `a principal direction has ${within} of its length in the subspace`);
  }
});
