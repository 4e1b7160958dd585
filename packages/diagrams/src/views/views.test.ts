import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { flatten } from '../graph/flatten.js';
import { hierarchicalModel, siameseModel, tutorialVae } from '../testing/models.js';
import { type ViewName, viewNamed, views } from './views.js';

const wires = (name: ViewName, model = tutorialVae()) =>
  Object.fromEntries(
    viewNamed(name)
      .select(flatten(model, () => false))
      .nodes.map(({ id, className, inputs }) => [
        `${id} ${className}`,
        inputs.map(({ node, output }) => (output === 0 ? node : `${node}:${output}`)).join(' '),
      ]),
  );

test('decoder: from the latent, drawn as an input, to the likelihood', (t) => {
  t.deepEqual(wires('decoder'), {
    'z Latent': '',
    'generative Sequential': 'z',
    'x_likelihood BernoulliLikelihood': 'generative',
  });
});

test('reparameterization: from the posterior parameters, as inputs, to the latent, and the KL node is seen through', (t) => {
  t.deepEqual(wires('reparameterization'), {
    'z_noise NoiseInput': '',
    'z_loc output of Dense': '',
    'z_scale output of LogVarianceToScale': '',
    'z_scaled_noise Multiply': 'z_scale z_noise',
    'z_sum Add': 'z_loc z_scaled_noise',
    'z Latent': 'z_sum',
  });
});

test('encoder: from the observed to the latent, without and with the KL node', (t) => {
  const layers = {
    'x InputLayer': '',
    'z_noise NoiseInput': '',
    'recognition Sequential': 'x',
    'z_loc Dense': 'recognition',
    'z_log_variance Dense': 'recognition',
  };
  t.deepEqual(wires('encoder'), {
    ...layers,
    'z_scale LogVarianceToScale': 'z_log_variance',
    'z_scaled_noise Multiply': 'z_scale z_noise',
    'z_sum Add': 'z_loc z_scaled_noise',
    'z Latent': 'z_sum',
  });
  t.deepEqual(wires('encoder-kl'), {
    ...layers,
    'z_kl KLDivergence': 'z_loc z_log_variance',
    'z_scale LogVarianceToScale': 'z_kl:1',
    'z_scaled_noise Multiply': 'z_scale z_noise',
    'z_sum Add': 'z_kl z_scaled_noise',
    'z Latent': 'z_sum',
  });
});

test('the views vae and model have all nodes', (t) => {
  for (const name of ['vae', 'model'] as const)
    t.is(Object.keys(wires(name)).length, tutorialVae().nodes.length);
});

test('a hierarchy: in the decoder the lower latent is drawn from its conditional prior, the encoders end before it', (t) => {
  const model = hierarchicalModel();
  t.deepEqual(wires('decoder', model), {
    'z2 Latent': '',
    'z1_prior Dense': 'z2',
    'z1 Latent': 'z1_prior',
    'decoder Dense': 'z1',
    'x_likelihood BernoulliLikelihood': 'decoder',
  });
  t.deepEqual(Object.keys(wires('reparameterization', model)).slice(-2), [
    'z1_sample Reparameterize',
    'z1 Latent',
  ]);
  t.false(Object.keys(wires('encoder', model)).some((node) => node.startsWith('z1_prior')));
  t.is(wires('encoder-kl', model)['z1_kl KLDivergence'], 'z1_loc z1_log_var z1_prior');
  t.is(wires('encoder-kl', model)['z1_prior output of Dense'], '');
});

test('throws an error that names the missing role for a view of a model without it', (t) => {
  for (const { name } of views) {
    if (name === 'model') continue;
    const error = t.throws(() => wires(name, siameseModel()), { instanceOf: HelmholtzError });
    const role = name === 'reparameterization' ? 'reparameterization' : 'latent';
    t.is(
      error.message,
      `The view "${name}" needs a layer with the role "${role}". The model "siamese" has only: deterministic.`,
    );
    t.regex(error.hint!, /The view "model" draws any model\.$/);
  }
});

test('the error for a misspelled view names the nearest view', (t) => {
  const error = t.throws(() => viewNamed('encodr'), { instanceOf: HelmholtzError });
  t.is(error.message, 'Unknown view "encodr".');
  t.is(
    error.hint,
    'Did you mean "encoder"? Valid names: model, decoder, reparameterization, encoder, encoder-kl, vae.',
  );
  t.notRegex(t.throws(() => viewNamed('plates'), { instanceOf: HelmholtzError }).hint!, /Did you mean/);
});
