import {
  type Scalar,
  type Tensor,
  add,
  concat,
  div,
  exp,
  mean,
  memory,
  mul,
  slice,
  square,
  sub,
  sum,
  tensor,
  tidy,
  train,
  variableGrads,
} from '@tensorflow/tfjs-core';
import {
  type LayersModel,
  type SymbolicTensor,
  input,
  layers,
  model,
  sequential,
} from '@tensorflow/tfjs-layers';
import test from 'ava';

import { klDivergenceLayer } from './kl-divergence-layer.js';
import { TensorLayer } from './layer.js';
import '@helmholtz/testing/cpu-backend';
import { call, callForSeveral, numbers } from './testing/symbolic.js';

const x = tensor([
  [1, -2, 0.5],
  [0, 1, 3],
]);
const other = tensor([
  [2, 0.25, 1],
  [-1, 1, 0],
]);

type Parameters = readonly [loc: Tensor, logVariance: Tensor];

/** KL of two diagonal normals by hand: summed over the event, averaged over the batch. */
function byHand([loc, logVariance]: Parameters, [priorLoc, priorLogVariance]: Parameters): Scalar {
  const ratio = sub(logVariance, priorLogVariance);
  const distance = div(square(sub(loc, priorLoc)), exp(priorLogVariance));
  return mean(mul(sum(add(sub(exp(ratio), add(ratio, 1)), distance), 1), 0.5));
}

const standard = (): Parameters => [tensor(0), tensor(0)];

/** Three columns of a matrix, from one on. */
class Part extends TensorLayer {
  static readonly className = 'TestPart';

  constructor(private readonly begin: number) {
    super({});
  }

  transform(operand: Tensor): Tensor {
    return slice(operand, [0, this.begin], [-1, 3]);
  }

  override computeOutputShape() {
    return [null, 3];
  }
}

/**
 * A model that adds a divergence to its loss, and that divergence as computed from the same layers
 * without it.
 */
interface Case {
  readonly graph: LayersModel;
  readonly inputs: Tensor[];
  /** The divergences, one for each pair of tensors that the layer is called on. */
  readonly expected: () => Scalar;
}

/** Two dense layers for the parameters of a posterior, and their values on a tensor. */
function parameters(name = 'z') {
  const [loc, logVariance] = ['loc', 'log_variance'].map((parameter) =>
    layers.dense({ units: 2, name: `${name}_${parameter}`, biasInitializer: 'randomNormal' }),
  );
  return {
    symbolic: (features: SymbolicTensor) => [call(loc!, features), call(logVariance!, features)],
    values: (operand: Tensor): Parameters => [
      loc!.apply(operand) as Tensor,
      logVariance!.apply(operand) as Tensor,
    ],
    byHand(operand: Tensor) {
      return byHand(this.values(operand), standard());
    },
  };
}

const observed = (): SymbolicTensor => input({ shape: [3] });

/** x to the parameters of a posterior, as a model of its own. */
function encoder(outputs: (passed: SymbolicTensor[]) => SymbolicTensor[]) {
  const own = observed();
  const posterior = parameters();
  const passed = callForSeveral(klDivergenceLayer(), posterior.symbolic(own));
  return {
    nested: model({ name: 'encoder', inputs: own, outputs: outputs(passed) }),
    byHand: (operand: Tensor) => posterior.byHand(operand),
  };
}

/** A shared encoder, both outputs of both calls consumed. */
function calledOnTwo(first: Tensor, second: Tensor): Case {
  const { nested, byHand: expected } = encoder((passed) => passed);
  const [left, right] = [observed(), observed()];
  const passed = [left, right].flatMap((one) => callForSeveral(nested, one));
  const graph = model({ inputs: [left, right], outputs: call(layers.add(), passed) });
  return { graph, inputs: [first, second], expected: () => add(expected(first), expected(second)) };
}

const cases: Record<string, () => Case> = {
  'both outputs consumed'() {
    const own = observed();
    const posterior = parameters();
    const passed = callForSeveral(klDivergenceLayer(), posterior.symbolic(own));
    const graph = model({ inputs: own, outputs: call(layers.add(), passed) });
    return { graph, inputs: [x], expected: () => posterior.byHand(x) };
  },

  'one output consumed'() {
    const own = observed();
    const posterior = parameters();
    const [loc] = callForSeveral(klDivergenceLayer(), posterior.symbolic(own));
    return { graph: model({ inputs: own, outputs: loc! }), inputs: [x], expected: () => posterior.byHand(x) };
  },

  'an output that is an output of the model, and consumed as well'() {
    const own = observed();
    const posterior = parameters();
    const passed = callForSeveral(klDivergenceLayer(), posterior.symbolic(own));
    const graph = model({ inputs: own, outputs: [passed[0]!, call(layers.multiply(), passed)] });
    return { graph, inputs: [x], expected: () => posterior.byHand(x) };
  },

  'shared: called on two posteriors'() {
    const own = observed();
    const [first, second] = [parameters('first'), parameters('second')];
    const shared = klDivergenceLayer();
    const passed = [first, second].flatMap((posterior) => callForSeveral(shared, posterior.symbolic(own)));
    const graph = model({ inputs: own, outputs: call(layers.add(), passed) });
    return { graph, inputs: [x], expected: () => add(first.byHand(x), second.byHand(x)) };
  },

  'two of them'() {
    const own = observed();
    const [first, second] = [parameters('first'), parameters('second')];
    const passed = [first, second].flatMap((posterior, index) =>
      callForSeveral(klDivergenceLayer({ variable: `z${index}` }), posterior.symbolic(own)),
    );
    const graph = model({ inputs: own, outputs: call(layers.add(), passed) });
    return { graph, inputs: [x], expected: () => add(first.byHand(x), second.byHand(x)) };
  },

  'in a nested model with one output'() {
    const { nested, byHand: expected } = encoder(([loc]) => [loc!]);
    const own = observed();
    return {
      graph: model({ inputs: own, outputs: call(nested, own) }),
      inputs: [x],
      expected: () => expected(x),
    };
  },

  'in a nested model with two outputs, both consumed'() {
    const { nested, byHand: expected } = encoder((passed) => passed);
    const own = observed();
    const graph = model({ inputs: own, outputs: call(layers.multiply(), callForSeveral(nested, own)) });
    return { graph, inputs: [x], expected: () => expected(x) };
  },

  'in a nested model with two outputs, called on two inputs': () => calledOnTwo(x, other),

  'in a nested model that is called on two inputs of equal values': () => calledOnTwo(x, x.clone()),

  'in a nested model that is called on one input twice': () => calledOnTwo(x, x),

  'in a nested model, called on three inputs of which two are equal, and of one a single output consumed'() {
    const { nested, byHand: expected } = encoder((passed) => passed);
    const inputs = [observed(), observed(), observed()];
    const [first, second, third] = inputs.map((one) => callForSeveral(nested, one));
    const graph = model({ inputs, outputs: call(layers.add(), [...first!, ...second!, third![0]!]) });
    return {
      graph,
      inputs: [x, other, x.clone()],
      expected: () => add(add(expected(x), expected(x)), expected(other)),
    };
  },

  'in a nested model that is called on either half of its input'() {
    const { nested, byHand: expected } = encoder((passed) => passed);
    const both = input({ shape: [6] });
    const halves = [0, 3].map((begin) => call(new Part(begin), both));
    const passed = halves.flatMap((half) => callForSeveral(nested, half));
    return {
      graph: model({ inputs: both, outputs: call(layers.add(), passed) }),
      inputs: [concat([x, other], 1)],
      expected: () => add(expected(x), expected(other)),
    };
  },

  'in a model within a nested model'() {
    const { nested, byHand: expected } = encoder((passed) => passed);
    const between = observed();
    const middle = model({ inputs: between, outputs: callForSeveral(nested, between) });
    const own = observed();
    const graph = model({ inputs: own, outputs: call(layers.add(), callForSeveral(middle, own)) });
    return { graph, inputs: [x], expected: () => expected(x) };
  },

  'in a model within a Sequential'() {
    const { nested, byHand: expected } = encoder(([loc]) => [loc!]);
    const chain = sequential({ layers: [layers.inputLayer({ inputShape: [3] }), nested] });
    const own = observed();
    return {
      graph: model({ inputs: own, outputs: call(chain, own) }),
      inputs: [x],
      expected: () => expected(x),
    };
  },

  'with a Sequential after it'() {
    const own = observed();
    const posterior = parameters();
    const [loc] = callForSeveral(klDivergenceLayer(), posterior.symbolic(own));
    const decoder = sequential({
      layers: [layers.dense({ units: 4, inputShape: [2] }), layers.dense({ units: 3 })],
    });
    return {
      graph: model({ inputs: own, outputs: call(decoder, loc!) }),
      inputs: [x],
      expected: () => posterior.byHand(x),
    };
  },

  'against a prior that is computed too'() {
    const own = observed();
    const [posterior, prior] = [parameters(), parameters('prior')];
    const layer = klDivergenceLayer({ prior: { name: 'normal' }, conditional: true });
    const [loc] = callForSeveral(layer, [...posterior.symbolic(own), ...prior.symbolic(own)]);
    const expected = () => byHand(posterior.values(x), prior.values(x));
    return { graph: model({ inputs: own, outputs: loc! }), inputs: [x], expected };
  },
};

/** A reconstruction loss of 0, so that the loss is the sum of the losses that layers add. */
const nothing = (_: Tensor, output: Tensor): Tensor => mul(sum(output, 1), 0);

/**
 * One step of plain TensorFlow.js at rate 1: the loss that it reports, and how far each weight
 * went.
 */
async function step({ graph, inputs }: Case) {
  graph.compile({ optimizer: train.sgd(1), loss: graph.outputs.map(() => nothing) });
  const before = graph.getWeights().map(numbers);
  const targets = graph.outputs.map(({ shape }) =>
    tensor(new Array<number>(2 * shape[1]!).fill(0), [2, shape[1]!]),
  );
  const reported = await graph.trainOnBatch(inputs, targets);
  const after = graph.getWeights().map(numbers);
  return {
    loss: [reported].flat()[0]!,
    moved: before.map((values, which) => values.map((value, index) => value - after[which]![index]!)),
  };
}

/** Returns the expected step, from a divergence without the layer. */
function expectedStep({ graph, expected }: Case) {
  const { value, grads } = variableGrads(expected);
  const gradients = grads;
  return {
    loss: value.dataSync()[0]!,
    moved: graph.trainableWeights.map((weight) => {
      const gradient = gradients[weight.name];
      return gradient ? numbers(gradient) : new Array<number>(weight.read().size).fill(0);
    }),
  };
}

const close = (computed: number, expected: number): boolean =>
  Math.abs(computed - expected) <= 1e-4 * Math.abs(expected) + 1e-6;

for (const [name, build] of Object.entries(cases)) {
  test.serial(`under fit the divergence is in the loss and its gradient exactly once: ${name}`, async (t) => {
    const built = build();
    const expected = expectedStep(built);
    const actual = await step(built);
    t.true(expected.loss > 0.1);
    t.true(close(actual.loss, expected.loss), `loss ${actual.loss} for ${expected.loss}`);
    actual.moved.flat().forEach((moved, index) => {
      t.true(
        close(moved, expected.moved.flat()[index]!),
        `moved ${moved} for ${expected.moved.flat()[index]}`,
      );
    });
    t.true(expected.moved.flat().some((moved) => Math.abs(moved) > 0.01));
  });

  test.serial(`fit, evaluate and predict leave nothing behind: ${name}`, async (t) => {
    const { graph, inputs } = build();
    graph.compile({ optimizer: 'sgd', loss: graph.outputs.map(() => nothing) });
    const targets = graph.outputs.map(({ shape }) =>
      tensor(new Array<number>(2 * shape[1]!).fill(0), [2, shape[1]!]),
    );
    const fit = (epochs: number) => graph.fit(inputs, targets, { epochs, batchSize: 2, verbose: 0 });
    await fit(1);
    const before = memory().numTensors;
    await fit(3);
    t.is(memory().numTensors, before);
    tidy(() => void graph.evaluate(inputs, targets));
    tidy(() => void graph.predict(inputs));
    t.is(memory().numTensors, before);
  });
}

test.serial('a pass without losses adds none to the next step', async (t) => {
  const built = cases['both outputs consumed']!();
  const before = memory().numTensors;
  for (let pass = 0; pass < 5; pass++) tidy(() => void built.graph.apply(other, { training: true }));
  t.is(memory().numTensors, before);
  const expected = expectedStep(built);
  t.true(close((await step(built)).loss, expected.loss));
});

test.serial('a gradient outside of training leaks no tensors', (t) => {
  const { graph } = cases['both outputs consumed']!();
  const before = memory().numTensors;
  tidy(() => void variableGrads(() => sum(graph.apply(other) as Tensor)));
  t.is(memory().numTensors, before);
});

test.serial(
  'a loop of the user that takes gradients without asking for losses leaves none to the step after it',
  async (t) => {
    const built = cases['both outputs consumed']!();
    const passing = () =>
      tidy(() => void variableGrads(() => sum(built.graph.apply(other, { training: true }) as Tensor)));
    passing();
    const before = memory().numTensors;
    for (let pass = 0; pass < 5; pass++) passing();
    t.true(memory().numTensors <= before);
    const expected = expectedStep(built);
    t.true(close((await step(built)).loss, expected.loss));
  },
);
