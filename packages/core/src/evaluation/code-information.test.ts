import { itemAt } from '@helmholtz/base';
import { mean as meanOfTensor, sqrt, tidy } from '@tensorflow/tfjs-core';
import test from 'ava';

import { monteCarloKl } from '../graph/log-densities.js';
import { isVariational } from '../graph/terms.js';
import { tinyHierarchy } from '../testing/tiny-hierarchy.js';
import { patterns, tinyModel } from '../testing/tiny-model.js';
import { BatchReader } from '../training/batches.js';
import { toTensor } from '../training/host-tensor.js';
import { HelmholtzError } from '@helmholtz/base';
import { codeInformation, codeInformationProblem } from './code-information.js';

const COUNT = 40;
const model = tinyModel({ seed: 1 });
const data = patterns(COUNT);
const classes = Array.from({ length: COUNT }, (_, index) => index % 3);

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const logMeanExp = (values: readonly number[]): number => Math.log(mean(values.map(Math.exp)));
const logNormal = (x: number, loc: number, s: number): number =>
  -(((x - loc) / s) ** 2) / 2 - Math.log(s) - Math.log(2 * Math.PI) / 2;
const near = (value: number, expected: number): boolean =>
  Math.abs(value - expected) < 1e-4 * Math.max(1, Math.abs(expected));

/** Draws of all codes, and their posteriors' means and deviations. */
function codes(): { z: number[][]; loc: number[][]; scale: number[][]; kl: number } {
  const [batch] = new BatchReader(model, data, COUNT, 5).ordered('evaluation');
  return tidy(() => {
    const terms = model.terms(batch!.inputs.map(toTensor), batch!.noise.map(toTensor));
    const latent = itemAt(terms.latents.filter(isVariational), 0);
    return {
      z: latent.value!.arraySync() as number[][],
      loc: latent.posterior.mean!().arraySync() as number[][],
      scale: sqrt(latent.posterior.variance!()).arraySync() as number[][],
      kl: meanOfTensor(monteCarloKl(latent)).dataSync()[0]!,
    };
  });
}

test('the parts are those of mixtures of posteriors, and add up to the KL divergence at the draws', async (t) => {
  const { z, loc, scale, kl } = codes();
  const density = (i: number, n: number, d: number): number =>
    logNormal(z[i]![d]!, loc[n]![d]!, scale[n]![d]!);
  const rows = z.map((_, i) => {
    const densitiesOf = (d: number): number[] => z.map((__, n) => density(i, n, d));
    const both = z.map((__, n) => density(i, n, 0) + density(i, n, 1));
    const marginals = logMeanExp(densitiesOf(0)) + logMeanExp(densitiesOf(1));
    const prior = sum(z[i]!.map((value) => logNormal(value, 0, 1)));
    return [both[i]! - logMeanExp(both), logMeanExp(both) - marginals, marginals - prior];
  });
  const {
    indexCodeMutualInformation: mi,
    totalCorrelation: tc,
    dimensionWiseKl: dw,
    examples,
  } = await codeInformation(model, { data, seed: 5 });
  t.is(examples, COUNT);
  t.true(near(mi.mean, mean(rows.map((row) => row[0]!))));
  t.true(near(tc.mean, mean(rows.map((row) => row[1]!))));
  t.true(near(dw.mean, mean(rows.map((row) => row[2]!))));
  t.true(near(mi.mean + tc.mean + dw.mean, kl));
  const deviations = rows.map((row) => (row[0]! - mi.mean) ** 2);
  t.true(near(mi.standardError, Math.sqrt(sum(deviations) / (COUNT - 1) / COUNT)));
});

test('a factor is known from the mixtures of its classes', async (t) => {
  const { z, loc, scale } = codes();
  const { factors } = await codeInformation(model, { data, seed: 5, factors: { third: classes } });
  const { entropy, informationPerDimension } = factors['third']!;
  const expected = [0, 1].map((d) =>
    mean(
      z.map((row, i) => {
        const densities = z.map((_, n) => logNormal(row[d]!, loc[n]![d]!, scale[n]![d]!));
        const ofClass = densities.filter((_, n) => classes[n] === classes[i]);
        return logMeanExp(ofClass) - logMeanExp(densities);
      }),
    ),
  );
  t.true(near(entropy, -sum([14, 13, 13].map((count) => (count / COUNT) * Math.log(count / COUNT)))));
  informationPerDimension.forEach((value, d) => t.true(near(value, expected[d]!), `${value} ${expected[d]}`));
});

test('throws an error that names a factor whose classes are unknown or too few', async (t) => {
  const refused = async (values: number[]): Promise<string> => {
    const options = { data, seed: 5, factors: { shape: values } };
    return (await t.throwsAsync(codeInformation(model, options), { instanceOf: HelmholtzError })).message;
  };
  t.is(
    await refused(classes.map(() => -1)),
    'The class of the factor "shape" is unknown for all 40 measured examples.',
  );
  t.is(await refused([0, 1]), 'The factor "shape" has classes of 2 examples, but 40 are measured.');
});

test('fewer examples are the first ones', async (t) => {
  const information = await codeInformation(model, { data, seed: 5, examples: 7 });
  t.is(information.examples, 7);
  t.true(information.indexCodeMutualInformation.mean <= Math.log(7) + 1e-6);
});

test('throws an error that names the latents on which a prior depends', async (t) => {
  const problem = codeInformationProblem(tinyHierarchy());
  t.regex(problem ?? '', /^The mutual information of codes .* depends on /);
  t.is(codeInformationProblem(model), undefined);
  await t.throwsAsync(codeInformation(tinyHierarchy(), { data, seed: 0 }), { message: problem });
});
