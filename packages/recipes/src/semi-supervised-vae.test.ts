import { HelmholtzError } from '@helmholtz/base';
import { declareRecipe, parseSpec } from '@helmholtz/core';
import test from 'ava';

import { defaultSpec } from './default-spec.js';
import { semiSupervisedVae } from './semi-supervised-vae.js';
import { assemble, buildModel } from './testing/any-names.js';
import '@helmholtz/testing/cpu-backend';

test('the graph is that of cvae, and the classifier is the objective’s', (t) => {
  const spec = defaultSpec('semi-supervised-vae', [4]);
  const model = buildModel(spec);
  const { classifier: _, ...networks } = spec.networks;
  const conditional = buildModel({ ...spec, recipe: 'cvae', objective: 'elbo', networks });
  const ofGraph = [...model.weights.keys()].filter((name) => !name.startsWith('classifier/'));
  t.deepEqual(ofGraph, [...conditional.weights.keys()]);
  const [classifier] = model.networks;
  t.is(classifier?.name, 'classifier');
  t.deepEqual(classifier?.weights.get('classifier/classifier_output/bias')?.shape, [10]);
});

test('another name of the observed variable is the classifier’s input', (t) => {
  const observed = { name: 'pixels', shape: [4] };
  const { objective } = parseSpec(declareRecipe(semiSupervisedVae, { observed }));
  t.like(objective, { name: 'semiSupervisedVae', input: 'pixels' });
});

test('throws an error with the number of classes when the model is built with too many to sum over', (t) => {
  const spec = { ...defaultSpec('semi-supervised-vae', [4]), inputs: [{ name: 'label', shape: [500] }] };
  const error = t.throws(() => assemble(spec), { instanceOf: HelmholtzError });
  t.is(error.kind, 'graph');
  t.regex(error.message, /computes a bound for each of the 500 classes of the input "label"/);
});
