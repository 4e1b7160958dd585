import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import test from 'ava';

import { runMain } from '../testing/run-main.js';
import { tinyPlugin } from '../testing/tiny-plugin.js';

const { serial } = test;

/**
 * A plain autoencoder: a code without noise, posterior or prior, and an objective without a KL
 * divergence.
 */
const autoencoder = `
export default ({ tf, layers }) => ({
  recipes: [
    {
      name: 'autoencoder',
      description: 'a code that is a function of x',
      build({ observed, latents }, { network, likelihood }) {
        const x = tf.input({ shape: observed.shape, name: observed.name });
        const features = network('recognition')(x);
        const { name, size } = latents[0];
        const code = layers.latent({ variable: name }).apply(tf.layers.dense({ name: 'code', units: size }).apply(features));
        const outputShape = likelihood.parameterShape(observed.shape);
        const head = likelihood.head({ name: 'x_likelihood', variable: observed.name });
        const outputs = [head.apply(network('generative')(code, { outputShape }))];
        return layers.latentVariableGraph({ name: 'autoencoder', inputs: [x], outputs });
      },
    },
  ],
});
`;

let folder: string;
let plugins: string[];

serial.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helmholtz-autoencoder-'));
  const path = join(folder, 'autoencoder.mjs');
  await writeFile(path, autoencoder);
  plugins = ['--plugin', path, '--plugin', await tinyPlugin(folder)];
});

serial.after.always(async () => rm(folder, { recursive: true, force: true }));

serial('training, summary, evaluation and report of an autoencoder have no KL divergence', async (t) => {
  const run = join(folder, 'run');
  const options = ['--dataset', 'bars', '--hidden', '4', '--epochs', '2', '--backend', 'cpu', '--out', run];
  const { code, stdout, stderr } = await runMain('train', 'autoencoder', ...options, ...plugins);
  t.is(code, 0, stderr);
  t.regex(stdout, /^test nelbo \d+\.\d\d nats \(expectedLogLikelihood -\d+\.\d\d\)$/m);
  t.regex(stderr, /^epoch 2\/2 .* train {2}nelbo \d+\.\d\d {2}expectedLogLikelihood -\d+\.\d\d {2}\|/m);
  const html = await readFile(join(run, 'report.html'), 'utf8');
  t.true(html.includes('<dt>NELBO, test</dt>'));
  t.false(html.includes('KL divergence'));
  t.true(html.includes('has no prior to draw from'));
  const evaluated = await runMain('evaluate', run, ...plugins, '--backend', 'cpu', '--quiet');
  t.is(evaluated.code, 0, evaluated.stderr);
  t.regex(evaluated.stdout, /^nelbo +\d/m);
  t.notRegex(evaluated.stdout, /\bkl\b/);
});

serial('its code is drawn as a function of x, not as a draw', async (t) => {
  const draw = async (view: string) => {
    const { code, stdout, stderr } = await runMain(
      ...['draw', 'autoencoder', '--view', view, '--format', 'dot'],
      ...plugins,
    );
    t.is(code, 0, stderr);
    return stdout;
  };
  const whole = await draw('vae');
  t.true(whole.includes('z = f(x)'));
  t.false(whole.includes('z ~ '));
  t.false((await draw('decoder')).includes('z ~ '));
});
