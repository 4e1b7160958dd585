// Models whose distributions lack moments or divergences, through every command: none ends in an
// error after work was done, and what is missing is listed.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import test from 'ava';

import { type Outcome, runMain } from '../testing/run-main.js';
import { tinyPlugin } from '../testing/tiny-plugin.js';

const { serial } = test;

const adversarial = new URL('../../../../examples/plugins/adversarial-posterior.js', import.meta.url);

/** Normal posteriors that declare which kinds of KL divergence they support. */
const declaring = `
import adversarial from '${adversarial.href}';
export default (api) => {
  const { core, layers, tf, z } = api;
  const posterior = (name, kl) => ({
    name,
    description: 'a normal distribution',
    options: z.strictObject({}),
    noise: 'standardNormal',
    kl,
    sample: (features, latent) => layers.normalPosterior.sample(features, latent, { scale: 'logVariance' }),
  });
  return { ...adversarial(api), posteriors: [posterior('implicit', []), posterior('closed', ['analytic'])] };
};
`;

let folder: string;
let plugins: string[];

serial.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helmholtz-moments-'));
  const file = join(folder, 'declaring.mjs');
  await writeFile(file, declaring);
  plugins = ['--plugin', await tinyPlugin(folder), '--plugin', file];
});

serial.after.always(async () => rm(folder, { recursive: true, force: true }));

function run(command: string, ...argv: string[]): Promise<Outcome> {
  return runMain(command, ...argv, ...plugins, '--backend', 'cpu', '--json');
}

const noMean = 'The likelihood "flow" of "x" is a density: its values have no probabilities.';
const zeroNoise = 'The posterior of "z" has no mean: its code is the value for noise of zero.';
interface Model {
  readonly set: readonly string[];
  /** What \`evaluate\` lists as missing. */
  readonly omitted: Readonly<Record<string, string>>;
  /** What \`score\` lists as missing. */
  readonly scores?: Readonly<Record<string, string>>;
}

const silent = 'The posterior "implicit" of "z" does not support its density at a draw.';
const noKl = 'The posterior "implicit" of "z" supports no KL divergence.';

const models: Readonly<Record<string, Model>> = {
  'a likelihood without a mean': {
    set: ['likelihood={ name: flow, steps: [{ name: affineCoupling, hidden: [4] }] }'],
    omitted: { bitsPerDim: noMean },
  },
  'a posterior without moments, and a likelihood without a mean': {
    set: [
      'likelihood={ name: flow, steps: [{ name: affineCoupling, hidden: [4] }] }',
      'posterior={ name: flow, steps: [planar] }',
    ],
    omitted: { bitsPerDim: noMean, posteriorMeans: zeroNoise },
  },
  'a prior without moments': {
    set: ['prior={ name: flow, steps: [{ name: affineCoupling, hidden: [4] }] }'],
    omitted: { priorMoments: 'The prior of "z" has no mean or no variance.' },
  },
  'a posterior without any divergence': {
    set: ['posterior=implicit', 'objective={ name: adversarialPosterior, layers: [] }'],
    omitted: { importanceSampling: silent, bitsPerDim: silent, kl: noKl },
    scores: { logLikelihood: silent, nelbo: noKl },
  },
  'a posterior with closed forms alone': {
    set: ['posterior=closed'],
    omitted: {
      importanceSampling: silent.replace('implicit', 'closed'),
      bitsPerDim: silent.replace('implicit', 'closed'),
    },
    scores: { logLikelihood: silent.replace('implicit', 'closed') },
  },
};

for (const [name, { set, omitted, scores = {} }] of Object.entries(models)) {
  serial(`${name}: every command works, and what is missing is listed`, async (t) => {
    const path = join(folder, name.replaceAll(/[ ,]+/g, '-'));
    const declared = set.flatMap((each) => ['--set', each]);
    const quick = ['--dataset', 'bars', '--epochs', '1', '--hidden', '4', '--latent', '2'];
    const trained = await run('train', 'vae', ...declared, ...quick, '--out', path);
    t.is(trained.code, 0, trained.stderr);
    const result = async (command: string, ...argv: string[]): Promise<Record<string, unknown>> => {
      const { code, stdout, stderr } = await run(command, path, ...argv);
      t.is(code, 0, `${command}: ${stderr}`);
      return JSON.parse(stdout) as Record<string, unknown>;
    };
    // Samples that would have no effect are refused before any work.
    const samples = 'importanceSampling' in omitted ? [] : ['--importance-samples', '5'];
    const evaluated = await result('evaluate', '--examples', '10', ...samples);
    t.deepEqual(evaluated['omitted'] ?? {}, omitted);
    const out = (file: string): string[] => ['--out', join(path, file)];
    await result('reconstruct', ...out('reconstructions.png'));
    await result('sample', ...out('samples.npy'));
    await result('report');
    const scored = await result('score', '--importance-samples', '5', ...out('scores.csv'));
    t.deepEqual(scored['omitted'] ?? {}, scores);
    for (const [command, file] of [
      ['embed', 'codes'],
      ['manifold', 'manifold.png'],
      ['interpolate', 'interpolation.png'],
      ['traverse', 'traversals.png'],
    ] as const) {
      await result(command, ...out(file));
    }
  });
}
