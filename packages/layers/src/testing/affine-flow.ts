import {
  LatentVariableModel,
  Normal,
  type SymbolicDistribution,
  bijectors,
  conditionalPrior,
  constantPrior,
  priorAfterDraw,
} from '@helmholtz/core';
import { type Tensor, add, mul, serialization, tensor } from '@tensorflow/tfjs-core';
import { type LayerVariable, type SymbolicTensor, initializers, input } from '@tensorflow/tfjs-layers';
import type { ExecutionContext } from 'ava';

import { flowDraw } from '../flow-draw.js';
import { FlowLayer } from '../flow-layer.js';
import '../register.js';
import { bernoulliLikelihood } from '../likelihoods/bernoulli.js';
import { latentVariableGraph } from '../model.js';
import '@helmholtz/testing/cpu-backend';
import { withDivergenceAfter } from '../with-divergence.js';
import { call, dense, numbers } from './symbolic.js';

/** z' = shift + scale z: from a normal to a normal, whose density is known. */
export class Affine extends FlowLayer {
  static readonly className = 'TestAffine';
  private parameters: LayerVariable[] = [];

  override build(shape: (number | null)[]): void {
    const [shift, scale] = [0.5, -2].map((value) => initializers.constant({ value }));
    this.parameters = [
      this.addWeight('shift', [shape.at(-1)!], 'float32', shift),
      this.addWeight('scale', [shape.at(-1)!], 'float32', scale),
    ];
    super.build(shape);
  }

  bijector() {
    const [loc, scale] = this.parameters.map((weight) => weight.read());
    return bijectors.affine({ loc: loc!, scale: scale! });
  }
}

serialization.registerClass(Affine);

interface Stated {
  readonly prior?: 'standardNormal' | 'computed' | 'afterDraw';
  readonly noise?: string;
}

/** x [2] to z [2] by a flow of two affine layers, and back. */
export function graph({
  prior = 'standardNormal',
  noise = 'standardNormal',
}: Stated = {}): LatentVariableModel {
  const x = input({ shape: [2], name: 'x' });
  const normal = (name: string, features: SymbolicTensor) => ({
    family: 'normal',
    parameters: {
      loc: dense(`${name}_loc`, 2, features),
      logVariance: dense(`${name}_log_variance`, 2, features),
    },
  });
  const flows = [new Affine({ name: 'first' }), new Affine({ name: 'second' })];
  let statedPosterior: SymbolicDistribution | undefined;
  const stated = {
    standardNormal: constantPrior('standardNormal'),
    computed: conditionalPrior(normal('p', x)),
    afterDraw: priorAfterDraw((posterior) => void (statedPosterior = posterior)),
  }[prior];
  const config = { variable: 'z', size: 2, prior: stated, noise };
  let z = flowDraw({ family: 'affineFlow', base: normal('q', x), flows }, config);
  if (statedPosterior)
    z = withDivergenceAfter({
      variable: 'z',
      posterior: statedPosterior,
      prior: conditionalPrior(normal('p', z)),
      value: z,
    });
  const head = call(bernoulliLikelihood(), dense('generative', 2, z));
  const model = new LatentVariableModel(latentVariableGraph({ name: 'g', inputs: [x], outputs: [head] }));
  // The same in every run, and narrow enough for the flow to make it about as wide as the prior.
  [...model.weights].forEach(([name, weight], at) => {
    if (/^(first|second)/.test(name)) return;
    const size = weight.shape.reduce<number>((product, length) => product * length!, 1);
    const most = name.startsWith('q_loc') ? 0.1 : 0.3;
    const values = Array.from({ length: size }, (_, index) => most * Math.sin(3 * index + at));
    const shift = { 'q_log_variance/bias': -2.5, 'q_loc/bias': 0.125 }[name] ?? 0;
    weight.write(
      tensor(
        values.map((value) => value + shift),
        weight.shape as number[],
      ),
    );
  });
  return model;
}

export const x = tensor([
  [1, 0],
  [1, 1],
  [0, 1],
]);

/** The normal that the flow leads to: z = 0.5 - 2 (0.5 - 2 z0) = -0.5 + 4 z0. */
export function closedForm(model: LatentVariableModel): Normal {
  const [loc, logVariance] = ['q_loc', 'q_log_variance'].map(
    (name) => model.layersModel.getLayer(name).apply(x) as Tensor,
  );
  return Normal.fromLogVariance(add(mul(loc!, 4), -0.5), add(logVariance!, 2 * Math.log(4)));
}

export function near(t: ExecutionContext, found: Tensor, expected: Tensor): void {
  t.deepEqual(found.shape, expected.shape);
  const values = numbers(expected);
  numbers(found).forEach((value, index) =>
    t.true(
      Math.abs(value - values[index]!) < 1e-4 * (1 + Math.abs(values[index]!)),
      `${value}, ${values[index]}`,
    ),
  );
}

/** The rows of `x`. */
export const data = {
  name: 'three',
  size: 3,
  shape: [2],
  read: (indices: readonly number[], out: Float32Array) =>
    indices.forEach((index, row) => out.set(numbers(x).slice(2 * index, 2 * index + 2), 2 * row)),
};
