import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import test from 'ava';

import { runMain } from '../testing/run-main.js';
import { tinyPlugin } from '../testing/tiny-plugin.js';

const { serial } = test;

let folder: string;
let tiny: string[];

serial.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helmholtz-omitted-'));
  tiny = ['--plugin', await tinyPlugin(folder), '--backend', 'cpu'];
});

serial.after.always(async () => rm(folder, { recursive: true, force: true }));

interface Evaluation {
  readonly importanceSampling?: { readonly bitsPerDim?: number };
  readonly latents?: unknown;
  readonly omitted?: Readonly<Record<string, string>>;
}

const noPrior = 'The latent "z" has no prior, so the model defines no probability of the data.';
const leftOut = '--importance-samples is 0.';

const evaluations: readonly (readonly [
  argv: string,
  evaluate: readonly string[],
  omitted: Evaluation['omitted'],
])[] = [
  ['vae', [], undefined],
  ['vae', ['--importance-samples', '0'], { importanceSampling: leftOut, bitsPerDim: leftOut }],
  [
    'vae --likelihood normal',
    [],
    { bitsPerDim: 'The likelihood "normal" of "x" is a density: its values have no probabilities.' },
  ],
  [
    'autoencoder',
    [],
    {
      importanceSampling: noPrior,
      bitsPerDim: noPrior,
      latents: 'The latent "z" has no KL divergence between a posterior and its prior.',
    },
  ],
  [
    'bayesian-softmax-regression',
    [],
    {
      bitsPerDim: 'The model predicts the class of an example rather than its elements.',
      latents: 'All examples share the latent "w".',
    },
  ],
];

for (const [argv, options, expected] of evaluations) {
  const commandLine = ['evaluate', argv, ...options].join(' ');
  serial(
    `${commandLine} gives the reason for each omitted number: ${Object.keys(expected ?? {}).join() || 'nothing'}`,
    async (t) => {
      const [recipe, ...others] = argv.split(' ');
      const out = join(folder, commandLine.replaceAll(' ', '-'));
      const hidden = recipe!.startsWith('bayesian') ? [] : ['--hidden', '4'];
      const quick = ['--dataset', 'bars', '--epochs', '1', '--no-report', '--quiet', ...hidden];
      const trained = await runMain('train', recipe!, ...others, ...quick, '--out', out, ...tiny);
      t.is(trained.code, 0, trained.stderr);
      const { stdout, stderr } = await runMain(
        'evaluate',
        out,
        '--examples',
        '5',
        '--json',
        ...options,
        ...tiny,
      );
      const result = JSON.parse(stdout) as Evaluation;
      t.deepEqual(result.omitted, expected);
      for (const [key, value] of [
        ['importanceSampling', result.importanceSampling],
        ['bitsPerDim', result.importanceSampling?.bitsPerDim],
        ['latents', result.latents],
      ] as const) {
        t.is(value === undefined, Object.hasOwn(expected ?? {}, key), key);
      }
      t.is(/^no latents: /m.test(stderr), expected?.['latents'] !== undefined, 'a line says so, too');
    },
  );
}
