// Models whose distributions lack moments or divergences, through every command: none ends in an
// error after work was done, and what is missing is listed.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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

/**
 * Posteriors without a mean, whose noise has no centre, and whose density is known at their draws
 * alone.
 */
const drawing = `
export default ({ core, layers, tf, z }) => {
  const { add, exp, mul, neg, sub } = tf;

  class ScaledGumbel extends core.Distribution {
    family = 'scaledGumbel';
    support = core.realLine;
    noise = 'standardGumbel';
    hasLogProb = false;

    constructor(loc) {
      super();
      this.loc = loc;
    }

    logProb() {
      throw new Error('The density of a given value is not known.');
    }

    sample = (noise) => add(this.loc, mul(noise, 0.5));
    sampleWithLogProb = (noise) => ({
      value: this.sample(noise),
      logProb: sub(neg(add(noise, exp(neg(noise)))), Math.log(0.5)),
    });
  }

  const family = {
    name: 'scaledGumbel',
    description: 'a Gumbel distribution',
    support: core.realLine,
    tensors: { parameters: ['loc'], distribution: ({ loc }) => new ScaledGumbel(loc) },
  };

  class Shift extends layers.FlowLayer {
    static className = 'ShiftBy';
    bijector = () => core.bijectors.affine({ loc: 1, scale: 2 });
  }

  const posterior = (name, sample) => ({
    name,
    description: 'draws alone',
    options: z.strictObject({}),
    noise: 'standardGumbel',
    sample(features, latent) {
      const { variable, size: units } = latent;
      const parameters = { loc: tf.layers.dense({ units, name: variable + '_loc' }).apply(features) };
      return sample({ family: family.name, parameters }, latent);
    },
  });
  const flow = (base, latent) => {
    const flows = [new Shift({ name: latent.variable + '_shift' })];
    return layers.flowDraw({ family: 'gumbelFlow', base, flows }, latent);
  };
  return {
    layers: [Shift],
    distributions: [family],
    posteriors: [posterior('drawsAlone', layers.familyDraw), posterior('gumbelFlow', flow)],
  };
};
`;

let folder: string;
let plugins: string[];

serial.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helmholtz-moments-'));
  const file = join(folder, 'declaring.mjs');
  await writeFile(file, declaring);
  const ofDraws = join(folder, 'drawing.mjs');
  await writeFile(ofDraws, drawing);
  plugins = ['--plugin', await tinyPlugin(folder), '--plugin', file, '--plugin', ofDraws];
});

serial.after.always(async () => rm(folder, { recursive: true, force: true }));

function run(command: string, ...argv: string[]): Promise<Outcome> {
  return runMain(command, ...argv, ...plugins, '--backend', 'cpu', '--json');
}

const noMean = 'The likelihood "flow" of "x" is a density: its values have no probabilities.';
const meansOfX = 'The likelihood of "x" has no mean: draws from it are shown instead.';
const oneDraw = 'The posterior of "z" has no mean, and its noise no centre: its code is one draw.';
const zeroNoise = 'The posterior of "z" has no mean: its code is the value for noise of zero.';
interface Model {
  readonly set: readonly string[];
  /** What \`evaluate\` lists as missing. */
  readonly omitted: Readonly<Record<string, string>>;
  /** What \`score\` lists as missing. */
  readonly scores?: Readonly<Record<string, string>>;
  /** What commands that decode codes of examples list as missing. */
  readonly decoded?: Readonly<Record<string, string>>;
}

const silent = 'The posterior "implicit" of "z" does not support its density at a draw.';
const noKl = 'The posterior "implicit" of "z" supports no KL divergence.';

/** Why there is no information in the codes. */
const noCodes = (family: string, latent = 'z'): string =>
  `The mutual information of codes needs the density of a posterior at any value, and "${family}" of "${latent}" is known at its draw alone.`;

const models: Readonly<Record<string, Model>> = {
  'a likelihood without a mean': {
    set: ['likelihood={ name: flow, steps: [{ name: affineCoupling, hidden: [4] }] }'],
    omitted: { bitsPerDim: noMean },
    decoded: { likelihoodMeans: meansOfX },
  },
  'a posterior without moments, and a likelihood without a mean': {
    set: [
      'likelihood={ name: flow, steps: [{ name: affineCoupling, hidden: [4] }] }',
      'posterior={ name: flow, steps: [planar] }',
    ],
    omitted: { bitsPerDim: noMean, posteriorMeans: zeroNoise, codes: noCodes('flow(normal, planar)') },
    decoded: { posteriorMeans: zeroNoise, likelihoodMeans: meansOfX },
  },
  'a posterior that has only draws': {
    set: ['posterior=drawsAlone'],
    omitted: { posteriorMeans: oneDraw, codes: noCodes('scaledGumbel') },
    decoded: { posteriorMeans: oneDraw },
  },
  'a flow whose noise has no centre': {
    set: ['posterior=gumbelFlow'],
    omitted: { posteriorMeans: oneDraw, codes: noCodes('gumbelFlow') },
    decoded: { posteriorMeans: oneDraw },
  },
  'a hierarchy of posteriors that have only draws': {
    set: ['posterior=drawsAlone', 'latents=[{ name: z1, size: 3 }, { name: z2, size: 2 }]'],
    omitted: { posteriorMeans: oneDraw.replace('"z"', '"z1"'), codes: noCodes('scaledGumbel', 'z1') },
    decoded: { posteriorMeans: oneDraw.replace('"z"', '"z1"') },
  },
  'a prior without moments': {
    set: ['prior={ name: flow, steps: [{ name: affineCoupling, hidden: [4] }] }'],
    omitted: { priorMoments: 'The prior of "z" has no mean or no variance.' },
  },
  'a posterior without any divergence': {
    set: ['posterior=implicit', 'objective={ name: adversarialPosterior, layers: [] }'],
    omitted: {
      importanceSampling: silent,
      bitsPerDim: silent,
      kl: noKl,
      standardErrors:
        'These metrics have no values for each of two or more examples: loss/discriminator, discriminatorAccuracy, loss/autoencoder, reconstructionError, adversarialLoss.',
    },
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

for (const [name, { set, omitted, scores = {}, decoded = {} }] of Object.entries(models)) {
  serial(`${name}: every command works, and what is missing is listed`, async (t) => {
    const path = join(folder, name.replaceAll(/[ ,]+/g, '-'));
    const declared = set.flatMap((each) => ['--set', each]);
    const size = declared.some((each) => each.startsWith('latents=')) ? [] : ['--latent', '2'];
    const quick = ['--dataset', 'bars', '--epochs', '1', '--hidden', '4', '--no-report', ...size];
    const trained = await run('train', 'vae', ...declared, ...quick, '--out', path);
    t.is(trained.code, 0, trained.stderr);
    const result = async (command: string, ...argv: string[]): Promise<Record<string, unknown>> => {
      const { code, stdout, stderr } = await run(command, path, ...argv);
      t.is(code, 0, `${command}: ${stderr}`);
      // JSON has null for NaN.
      t.notRegex(stdout, /NaN|null/, command);
      return JSON.parse(stdout) as Record<string, unknown>;
    };
    // Samples that would have no effect are refused before any work.
    const samples = 'importanceSampling' in omitted ? [] : ['--importance-samples', '5'];
    const evaluated = await result('evaluate', '--examples', '10', ...samples);
    t.deepEqual(evaluated['omitted'] ?? {}, omitted);
    const out = (file: string): string[] => ['--out', join(path, file)];
    await result('sample', ...out('samples.npy'));
    const reported = await result('report');
    t.deepEqual(reported['omitted'] ?? {}, decoded);
    const page = await readFile(join(path, 'report.html'), 'utf8');
    for (const figure of ['manifold', 'reconstructions', 'interpolation', 'samples'])
      t.true(page.includes(figure));
    t.is(page.includes('its code is one draw'), decoded['posteriorMeans']?.includes('draw') ?? false);
    const scored = await result('score', '--importance-samples', '5', ...out('scores.csv'));
    t.deepEqual(scored['omitted'] ?? {}, scores);
    t.notRegex(await readFile(join(path, 'scores.csv'), 'utf8'), /NaN|Infinity/);
    for (const [command, file] of [
      ['embed', 'codes'],
      ['reconstruct', 'reconstructions.png'],
      ['manifold', 'manifold.png'],
      ['interpolate', 'interpolation.png'],
      ['traverse', 'traversals.png'],
    ] as const) {
      const { omitted: missing = {} } = await result(command, ...out(file));
      const { likelihoodMeans: _, ...ofCodes } = decoded;
      t.deepEqual(missing, command === 'embed' ? ofCodes : decoded, command);
    }
    t.notRegex(await readFile(join(path, 'codes', 'codes.csv'), 'utf8'), /NaN|Infinity/);
  });
}
