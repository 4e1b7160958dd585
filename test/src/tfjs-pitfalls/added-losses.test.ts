/**
 * Pitfalls 1 to 4 and 8: losses that layers add, and several outputs. The tests named
 * "TensorFlow.js" say what it does, so that we notice when it is mended there; those named "ours"
 * fail where we have the same pitfall.
 */
import { elbo, evaluate, LatentVariableModel, train } from '@helmholtz/core';
import { KLDivergence, bernoulliLikelihood, klDivergenceLayer } from '@helmholtz/layers';
import {
  type Scalar,
  type Tensor,
  add,
  mean,
  mul,
  scalar,
  sum,
  tensor,
  train as optimizers,
} from '@tensorflow/tfjs-core';
import {
  type LayersModel,
  type SymbolicTensor,
  initializers,
  input,
  layers,
  model,
} from '@tensorflow/tfjs-layers';
import test from 'ava';

import './backend.js';
import { type Shape, TwoOutputs, rows, symbolic, vaeModel } from './models.js';

const x = tensor([
  [1, 2],
  [3, 4],
]);
const nothing = (_: Tensor, output: Tensor): Tensor => mul(sum(output, 1), 0);
const options = { objective: elbo(), batchSize: 5, seed: 0 };
const training = { ...options, optimizer: optimizers.sgd(0), epochs: 1 };

/** The identity, adding a loss of its own making. */
abstract class Adding extends layers.Layer {
  constructor() {
    super({});
    this.addLoss(() => this.added());
  }

  abstract added(): Scalar;

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return inputShape as Shape;
  }

  override call(inputs: Tensor | Tensor[]): Tensor | Tensor[] {
    return inputs;
  }
}

class AddsHundred extends Adding {
  static readonly className: string = 'AddsHundredForTraps';
  added(): Scalar {
    return scalar(100);
  }
}

/** Adds the mean of what it was called on last. */
class AddsItsMean extends Adding {
  static readonly className: string = 'AddsItsMeanForTraps';
  private seen: Scalar | undefined;

  added(): Scalar {
    return this.seen!;
  }

  override call(inputs: Tensor | Tensor[]): Tensor | Tensor[] {
    this.seen = mean(Array.isArray(inputs) ? inputs[0]! : inputs);
    return inputs;
  }
}

const trainable = (features: SymbolicTensor): SymbolicTensor =>
  symbolic(layers.dense({ units: 2, kernelInitializer: 'identity' }).apply(features));

/** The losses of a step at rate 0, and of a validation on the same data. */
async function fitOnce(
  graph: LayersModel,
  inputs: Tensor | Tensor[] = x,
): Promise<{ loss: number; validation: number }> {
  graph.compile({ optimizer: optimizers.sgd(0), loss: nothing });
  const zeros = tensor(new Array<number>(4).fill(0), [2, 2]);
  const { history } = await graph.fit(inputs, zeros, { verbose: 0, validationData: [inputs, zeros] });
  return { loss: history['loss']![0] as number, validation: history['val_loss']![0] as number };
}

test('pitfall 1, TensorFlow.js: evaluation and validation leave out the losses that layers add', async (t) => {
  const own = input({ shape: [2] });
  const graph = model({ inputs: own, outputs: symbolic(new AddsHundred().apply(trainable(own))) });
  t.deepEqual(await fitOnce(graph), { loss: 100, validation: 0 });
  const evaluated = graph.evaluate(x, tensor(new Array<number>(4).fill(0), [2, 2])) as Scalar;
  t.is(evaluated.dataSync()[0], 0);
});

test('pitfall 1, ours: the divergence is in training and validation alike', async (t) => {
  const vae = vaeModel();
  const data = rows(20);
  // At rate 0 training and validation are of one model, so that the divergence, which no noise
  // changes, is the same.
  const { history } = await train(vae, { ...training, data, validation: data });
  const [row] = history;
  t.true(row!.validation!['kl']! > 0.01);
  t.true(Math.abs(row!.validation!['kl']! - row!.train['kl']!) < 1e-6);
  t.true(
    Math.abs(
      row!.validation!['nelbo']! + row!.validation!['expectedLogLikelihood']! - row!.validation!['kl']!,
    ) < 1e-5,
  );
  const evaluated = await evaluate(vae, { ...options, data });
  t.is(evaluated['kl'], row!.validation!['kl']);
});

/** A graph that consumes both outputs of what it is given. */
function consumingBoth(layer: layers.Layer): LayersModel {
  const own = input({ shape: [2] });
  const outputs = layer.apply(own) as SymbolicTensor[];
  return model({ inputs: own, outputs: symbolic(layers.add().apply(outputs)) });
}

test('pitfall 2, TensorFlow.js: a layer is run once for each of its outputs that is consumed', (t) => {
  const layer = new TwoOutputs();
  const graph = consumingBoth(layer);
  layer.runs = 0;
  graph.predict(x);
  t.is(layer.runs, 2);
});

test('pitfall 2, TensorFlow.js: so is a nested model, with all that is in it', (t) => {
  const layer = new TwoOutputs();
  const inside = input({ shape: [2] });
  const graph = consumingBoth(model({ inputs: inside, outputs: layer.apply(inside) as SymbolicTensor[] }));
  layer.runs = 0;
  graph.predict(x);
  t.true(layer.runs > 2);
});

test('pitfall 2, ours: a training step runs every call once, nested or not', async (t) => {
  const counted = [new TwoOutputs(), new TwoOutputs()];
  const vae = vaeModel((own) => {
    const [first, second] = counted[0]!.apply(own) as SymbolicTensor[];
    const inside = input({ shape: [4] });
    const nested = model({ inputs: inside, outputs: counted[1]!.apply(inside) as SymbolicTensor[] });
    const passed = nested.apply(second!) as SymbolicTensor[];
    return symbolic(layers.add().apply([first!, ...passed]));
  });
  counted.forEach((layer) => (layer.runs = 0));
  await train(vae, { ...training, data: rows(5) });
  t.deepEqual(
    counted.map(({ runs }) => runs),
    [1, 1],
  );
});

test('pitfall 2, ours: under plain fit the divergence is run twice and counts once', async (t) => {
  class Counted extends KLDivergence {
    runs = 0;
    override call(...args: Parameters<KLDivergence['call']>): Tensor | Tensor[] {
      this.runs++;
      return super.call(...args);
    }
  }
  const build = (divergence: KLDivergence): LayersModel => {
    const own = input({ shape: [2] });
    const passed = divergence.apply([trainable(own), trainable(own)]) as SymbolicTensor[];
    return model({ inputs: own, outputs: symbolic(layers.add().apply(passed)) });
  };
  const counted = new Counted({
    variable: { name: 'z' },
    posterior: { name: 'normal' },
    prior: { name: 'standardNormal' },
    conditional: false,
  });
  const graph = build(counted);
  counted.runs = 0;
  const { loss } = await fitOnce(graph);
  t.is(counted.runs, 2 + 2, 'twice for the step, twice for the validation');
  // loc = logVariance = x: the sum over the event of (exp(x) + x^2 - 1 - x) / 2, averaged over the
  // batch.
  const byHand =
    [1, 2, 3, 4].reduce((total, value) => total + (Math.exp(value) + value ** 2 - 1 - value) / 2, 0) / 2;
  t.true(Math.abs(loss - byHand) < 1e-3);
});

test('pitfall 3, TensorFlow.js: a tensor kept for a loss is disposed when the layer is in a nested model', async (t) => {
  const inside = input({ shape: [2] });
  const nested = model({ inputs: inside, outputs: symbolic(new AddsItsMean().apply(inside)) });
  const own = input({ shape: [2] });
  const graph = model({ inputs: own, outputs: symbolic(nested.apply(trainable(own))) });
  await t.throwsAsync(fitOnce(graph), { message: /disposed|reading 'backend'/ });
});

test('pitfall 3, TensorFlow.js: the losses of a shared layer all see its last call', async (t) => {
  const [left, right] = [input({ shape: [2] }), input({ shape: [2] })];
  const shared = new AddsItsMean();
  const passed = [left, right].map((own) => symbolic(shared.apply(trainable(own))));
  const graph = model({ inputs: [left, right], outputs: symbolic(layers.add().apply(passed)) });
  // The means are 2.5 and 25, and should add up to 27.5; the left one is the last to be run.
  t.is((await fitOnce(graph, [x, mul(x, 10)])).loss, 5);
});

test('pitfall 3, ours: in a nested model that is shared, the divergence of each call is in the loss once', async (t) => {
  const inside = input({ shape: [2] });
  const divergence = klDivergenceLayer();
  const passed = divergence.apply([inside, inside]) as SymbolicTensor[];
  const nested = model({ inputs: inside, outputs: passed });
  const [left, right] = [input({ shape: [2] }), input({ shape: [2] })];
  const outputs = [left, right].flatMap((own) => nested.apply(trainable(own)) as SymbolicTensor[]);
  const graph = model({ inputs: [left, right], outputs: symbolic(layers.add().apply(outputs)) });
  const byHand = (values: number[]): number =>
    values.reduce((total, value) => total + (Math.exp(value) + value ** 2 - 1 - value) / 2, 0) / 2;
  const { loss } = await fitOnce(graph, [x, mul(x, -1)]);
  t.true(Math.abs(loss - byHand([1, 2, 3, 4]) - byHand([-1, -2, -3, -4])) < 1e-3);
});

for (const [what, loss] of Object.entries({ 'no loss': undefined, 'an empty one': {}, 'a null': [null] })) {
  test(`pitfall 4, TensorFlow.js: a model whose layers alone have losses can't be compiled and trained with ${what}`, async (t) => {
    const own = input({ shape: [2] });
    const graph = model({ inputs: own, outputs: symbolic(new AddsHundred().apply(trainable(own))) });
    await t.throwsAsync(async () => {
      graph.compile({ optimizer: 'sgd', loss: loss as unknown as string });
      await graph.fit(x, x, { verbose: 0 });
    });
  });
}

test('pitfall 4, ours: the divergence alone is minimised when the likelihood is constant', async (t) => {
  const own = input({ shape: [4], name: 'x' });
  const dense = (name: string) => symbolic(layers.dense({ units: 2, name }).apply(own));
  const [loc] = klDivergenceLayer().apply([dense('loc'), dense('log_variance')]) as SymbolicTensor[];
  const fixed = layers.dense({ units: 4, kernelInitializer: 'zeros', trainable: false });
  const head = bernoulliLikelihood().apply(fixed.apply(loc!));
  const vae = new LatentVariableModel(model({ inputs: own, outputs: symbolic(head) }));
  const { history } = await train(vae, {
    ...training,
    optimizer: optimizers.adam(0.1),
    data: rows(20),
    epochs: 60,
  });
  t.true(history[0]!.train['kl']! > 0.1);
  t.true(history.at(-1)!.train['kl']! < 0.01);
});

test('pitfall 8, TensorFlow.js: validation losses of several outputs accumulate', (t) => {
  const own = input({ shape: [2] });
  const [first, second] = [trainable(own), trainable(own)];
  const graph = model({ inputs: own, outputs: [first, second] });
  const constant = (value: number) => (_: Tensor, output: Tensor) => add(mul(sum(output, 1), 0), value);
  graph.compile({ optimizer: 'sgd', loss: [constant(1), constant(10)] });
  const evaluated = graph.evaluate(x, [x, x]) as Scalar[];
  // The loss of all, and then of each, would be 11, 1 and 10.
  t.deepEqual(
    evaluated.map((value) => value.dataSync()[0]),
    [1, 11, 1, 10],
  );
});

test('pitfall 8, ours: each latent has a divergence of its own, in validation too', async (t) => {
  const own = input({ shape: [4], name: 'x' });
  const constant = (name: string, value: number) =>
    layers
      .dense({
        units: 2,
        name,
        kernelInitializer: 'zeros',
        biasInitializer: initializers.constant({ value }),
      })
      .apply(own) as SymbolicTensor;
  // KL(N(loc, 1), N(0, 1)) of two elements is loc^2.
  const locs = Object.entries({ a: 1, b: 3 }).map(([variable, loc]) => {
    const parameters = [constant(`${variable}_loc`, loc), constant(`${variable}_log_variance`, 0)];
    return (klDivergenceLayer({ variable }).apply(parameters) as SymbolicTensor[])[0]!;
  });
  const logits = layers.dense({ units: 4 }).apply(layers.concatenate().apply(locs));
  const head = symbolic(bernoulliLikelihood().apply(logits));
  const two = new LatentVariableModel(model({ inputs: own, outputs: head }));
  const { history } = await train(two, { ...training, data: rows(5), validation: rows(5) });
  for (const terms of [history[0]!.train, history[0]!.validation!]) {
    t.deepEqual([terms['kl/a'], terms['kl/b'], terms['kl']], [1, 9, 10]);
    t.true(Math.abs(terms['nelbo']! - (10 - terms['expectedLogLikelihood']!)) < 1e-5);
  }
});
