import { entryOf, itemAt } from '@helmholtz/base';
import { type Optimizer, type Scalar, add, mul, sqrt, train as optimizers } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import type { TestFn } from 'ava';

import { elbo } from '../objectives/elbo.js';
import type { Objective } from '../objectives/objective.js';
import type { ClipSpec } from '../spec/schema.js';
import { createEagerStep } from '../training/eager-step.js';
import { nonFinite } from '../training/finite.js';
import type { BatchResult, CreateStep, Update } from '../training/step.js';
import { type WeightValues, readWeights } from '../training/weights.js';
import { type StartedStep, type StepSetting, alike, close, startStep, weightsAfter } from './started-step.js';

/** The ELBO, and a term whose gradient is NaN though its value is 0 where `root` is 0. */
const rooted: Objective = {
  ...elbo(),
  coefficients: () => ({ root: 1 }),
  evaluate(model, context) {
    const { loss, metrics } = elbo().evaluate(model, context);
    const root: Scalar = sqrt(mul(metrics['kl']!, context.coefficients['root']!));
    return { loss: add(loss, root), metrics };
  },
};

const every: Readonly<Record<string, () => Optimizer>> = {
  sgd: () => optimizers.sgd(0.1),
  adam: () => optimizers.adam(0.01),
};

/** Layers that draw at random themselves. */
const drawing: Readonly<Record<string, () => layers.Layer>> = {
  dropout: () => layers.dropout({ rate: 0.4, name: 'drawn' }),
  gaussianNoise: () => layers.gaussianNoise({ stddev: 0.3, name: 'drawn' }),
  gaussianDropout: () => layers.gaussianDropout({ rate: 0.3, name: 'drawn' }),
  alphaDropout: () => layers.alphaDropout({ rate: 0.3, name: 'drawn' }),
};

/** The suite that every training step passes. */
export function trainingStepConforms(test: TestFn, createStep: CreateStep): void {
  const start = (setting?: StepSetting, create = createStep): Promise<StartedStep> =>
    startStep(create, setting);

  const trained = async (
    setting: StepSetting,
    changes: readonly Partial<Update>[],
    create = createStep,
  ): Promise<{ results: BatchResult[]; weights: WeightValues }> => {
    const started = await start(setting, create);
    const results = await started.step.train(changes.map((change, index) => started.update(index, change)));
    const weights = await weightsAfter(started);
    started.step.dispose();
    return { results, weights };
  };

  const five = Array.from({ length: 5 }, () => ({}));

  for (const [name, optimizer] of Object.entries(every)) {
    test(`the same seeds give the same bits with ${name}`, async (t) => {
      const first = await trained({ optimizer: optimizer() }, five);
      t.deepEqual(await trained({ optimizer: optimizer() }, five), first);
      t.is(first.results.length, 5);
    });

    test(`with ${name} it learns what TensorFlow.js learns`, async (t) => {
      const ours = await trained({ optimizer: optimizer() }, five);
      const eager = await trained({ optimizer: optimizer() }, five, createEagerStep);
      alike(t, ours.weights, eager.weights);
      ours.results.forEach(({ loss, metrics }, index) => {
        const expected = itemAt(eager.results, index);
        t.deepEqual(Object.keys(metrics), Object.keys(expected.metrics));
        close(t, loss, expected.loss, 'loss');
        for (const [term, value] of Object.entries(metrics)) close(t, value, expected.metrics[term]!, term);
      });
    });

    test(`with ${name}, updates given at once are done one after another`, async (t) => {
      const together = await trained({ optimizer: optimizer() }, five);
      const started = await start({ optimizer: optimizer() });
      const results: BatchResult[] = [];
      for (const index of five.keys()) {
        results.push(...(await started.step.train([started.update(index)])));
        // Training continues from a settled step.
        if (index === 2) await started.step.settle();
      }
      alike(t, together.weights, await weightsAfter(started));
      together.results.forEach(({ loss }, index) =>
        close(t, loss, itemAt(results, index).loss, `loss ${index}`),
      );
      started.step.dispose();
    });

    test(`with ${name}, each update has a learning rate of its own`, async (t) => {
      const rates = [0.2, 0, 0.05].map((learningRate) => ({ learningRate }));
      const ours = await trained({ optimizer: optimizer() }, rates);
      alike(t, ours.weights, (await trained({ optimizer: optimizer() }, rates, createEagerStep)).weights);
    });
  }

  for (const [name, draws] of Object.entries(drawing)) {
    test(`${name} draws anew at each update what TensorFlow.js draws, and nothing in evaluation`, async (t) => {
      const recognition = () => [layers.dense({ units: 8, name: 'hidden' }), draws()];
      const still = five.map(() => ({ learningRate: 0 }));
      const ours = await trained({ recognition }, five);
      alike(t, ours.weights, (await trained({ recognition }, five, createEagerStep)).weights);
      t.deepEqual(await trained({ recognition }, five), ours, 'the same bits from the same seeds');
      const started = await start({ recognition });
      const same = still.map((change, index) => ({ ...started.update(0, change), step: index }));
      const losses = (await started.step.train(same)).map(({ loss }) => loss);
      t.is(new Set(losses).size, 5, 'one batch, and draws of five steps');
      const { batch } = started.update(0);
      t.deepEqual(await started.step.evaluate(batch, {}), await started.step.evaluate(batch, {}));
      started.step.dispose();
    });
  }

  test('a rate of 0 changes nothing, and twice the rate steps twice as far', async (t) => {
    const started = await start();
    const before = await readWeights(started.model);
    await started.step.train([started.update(0, { learningRate: 0 })]);
    t.deepEqual(await weightsAfter(started), before);
    started.step.dispose();
    const moved = async (learningRate: number) => (await trained({}, [{ learningRate }])).weights;
    const [once, twice] = [await moved(0.5), await moved(1)];
    for (const [name, { values }] of before) {
      values.forEach((value, index) => {
        const expected = 2 * (entryOf(once, name).values[index]! - value);
        t.true(Math.abs(entryOf(twice, name).values[index]! - value - expected) < 1e-6, name);
      });
    }
  });

  test('each update has its own coefficients of the objective', async (t) => {
    const objective = elbo({ warmUp: 10 });
    const betas = [0, 4, 0.5];
    const warmed = await trained(
      { objective },
      betas.map((beta) => ({ coefficients: { beta } })),
    );
    warmed.results.forEach(({ loss, metrics }, index) => {
      close(
        t,
        loss,
        itemAt(betas, index) * metrics['kl']! - metrics['expectedLogLikelihood']!,
        `loss ${index}`,
      );
    });
    for (const beta of betas.slice(0, 2)) {
      const { weights } = await trained({ objective }, [{ coefficients: { beta } }]);
      alike(t, weights, (await trained({ objective: elbo({ beta }) }, [{}])).weights);
    }
  });

  for (const [name, clip] of Object.entries<ClipSpec>({ norm: { norm: 0.01 }, value: { value: 1e-4 } })) {
    test(`gradients are clipped by ${name}`, async (t) => {
      const started = await start({ optimizer: optimizers.sgd(1), clip });
      const before = await readWeights(started.model);
      await started.step.train([started.update(0)]);
      const after = await weightsAfter(started);
      const moved = [...before].flatMap(([key, { values }]) =>
        [...values].map((value, index) => entryOf(after, key).values[index]! - value),
      );
      const size = name === 'norm' ? Math.hypot(...moved) : Math.max(...moved.map(Math.abs));
      const most = 'norm' in clip ? clip.norm : clip.value;
      // Adding to float32 weights rounds.
      t.true(Math.abs(size - most) < 1e-2 * most, `${size}`);
      started.step.dispose();
    });
  }

  for (const [name, optimizer] of Object.entries(every)) {
    test(`with ${name}, an update that is not finite is left out where that is asked`, async (t) => {
      const finite = { coefficients: { root: 1 } };
      const started = await start({ optimizer: optimizer(), objective: rooted, skipNonFinite: true });
      const updates = [started.update(0, finite), started.update(1, { coefficients: { root: 0 } })];
      const results = await started.step.train([...updates, started.update(2, finite)]);
      t.deepEqual(
        results.map((result) => nonFinite(result)?.what.replace(/ of .*/, '')),
        [undefined, 'the gradient', undefined],
      );
      t.true(Number.isFinite(itemAt(results, 1).loss));
      const without = await start({ optimizer: optimizer(), objective: rooted });
      await without.step.train([without.update(0, finite), without.update(2, finite)]);
      alike(t, await weightsAfter(started), await weightsAfter(without));
      started.step.dispose();
      without.step.dispose();
    });
  }

  test('a NaN gradient is reported by the name of its weight', async (t) => {
    const started = await start({ objective: rooted });
    const [result] = await started.step.train([started.update(0, { coefficients: { root: 0 } })]);
    const { gradients, loss } = result!;
    t.true(Number.isFinite(loss));
    t.deepEqual(Object.keys(gradients!), [...started.model.weights.keys()]);
    t.true(Number.isNaN(gradients!['z_loc/kernel']));
    t.is(nonFinite(result!)!.what, 'the gradient of hidden/kernel');
    started.step.dispose();
  });

  test('evaluation is at the present weights, and changes none', async (t) => {
    const started = await start();
    const { step } = started;
    const { batch } = started.update(4);
    const before = await step.evaluate(batch, {});
    await step.train([started.update(0), started.update(1)]);
    const after = await step.evaluate(batch, {});
    t.true(Math.abs(after.loss - before.loss) > 1e-4);
    const weights = await weightsAfter(started);
    t.deepEqual(await step.evaluate(batch, {}), after);
    t.deepEqual(await weightsAfter(started), weights);
    const [next] = await step.train([started.update(4, { learningRate: 0 })]);
    close(t, next!.loss, after.loss, 'the loss of an update is that before it');
    step.dispose();
  });

  test('settling updates the weights of the model, and a second call changes nothing', async (t) => {
    const started = await start();
    const before = await readWeights(started.model);
    await started.step.train([started.update(0)]);
    const after = await weightsAfter(started);
    t.notDeepEqual(after, before);
    t.deepEqual(await weightsAfter(started), after);
    started.step.dispose();
    t.deepEqual(await readWeights(started.model), after, 'disposing the step does not change it');
  });

  test('the stride of a step is a whole number above 0', async (t) => {
    const { step } = await start();
    t.true(Number.isInteger(step.stride) && step.stride >= 1);
    step.dispose();
  });
}
