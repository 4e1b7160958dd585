// A data set of a plugin with a labelled and an unlabelled part, through every command.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import test from 'ava';

import { type Outcome, runMain } from '../testing/run-main.js';

const { serial } = test;

const example = new URL('../../../../examples/plugins/few-labels.js', import.meta.url);

/** Bars of three classes: 12 with labels around 1, 40 without around 3. */
const plugin = `
import fewLabels from '${example.href}';
const part = (api, name, size, mean, labelled) => api.datasets.arrayDataset({
  name,
  shape: [4],
  data: Array.from({ length: size }, (_, row) => Array.from({ length: 4 }, (_, i) => mean + (row % 3 === i ? 1 : -1))),
  ...(labelled ? { labels: Array.from({ length: size }, (_, row) => row % 3) } : {}),
});
export default (api) => {
  const { objectives } = fewLabels(api);
  const load = async ({ dataDir }) => {
    const labelled = part(api, 'three/labelled', 12, 1, true);
    const unlabelled = part(api, 'three/unlabelled', 40, 3, false);
    const parts = dataDir?.endsWith('odd')
      ? { labelled, unlabelled: api.datasets.arrayDataset({ name: 'odd', shape: [2], data: [[0, 1]] }) }
      : { labelled, unlabelled };
    return { train: { name: 'three', parts }, test: part(api, 'three/test', 9, 2, true) };
  };
  const whole = async () => ({ train: part(api, 'whole/train', 12, 1, true), test: part(api, 'whole/test', 9, 1, true) });
  return {
    objectives,
    datasets: [
      { name: 'three', description: 'three bars', load },
      { name: 'whole', description: 'three bars, all with labels', load: whole },
    ],
  };
};
`;

let folder: string;
let file: string;

const spec = `
recipe: cvae
observed: { shape: [4] }
inputs: [{ name: label, shape: [3] }]
latents: [{ name: z, size: 2 }]
networks: { recognition: [{ layer: dense, units: 4 }], generative: [] }
likelihood: normal
objective: { name: semiSupervised, classes: 3 }
optimizer: { name: adam, learningRate: 0.01 }
data: { dataset: three, standardize: standard }
training: { epochs: 3, batchSize: { labelled: 5, unlabelled: 8 } }
seed: 3
`;

serial.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helmholtz-parts-'));
  file = join(folder, 'three.mjs');
  await writeFile(file, plugin);
  await writeFile(join(folder, 'spec.yaml'), spec);
  const { code, stderr } = await train('whole');
  if (code !== 0) throw new Error(stderr);
});

serial.after.always(async () => rm(folder, { recursive: true, force: true }));

function train(out: string, ...argv: string[]): Promise<Outcome> {
  return run('train', join(folder, 'spec.yaml'), '--out', join(folder, out), '--no-report', ...argv);
}

function run(command: string, ...argv: string[]): Promise<Outcome> {
  return runMain(command, ...argv, '--backend', 'cpu', '--plugin', file);
}

async function left(out: string): Promise<unknown> {
  const metrics = await readFile(join(folder, out, 'metrics.jsonl'), 'utf8');
  const last = await readFile(join(folder, out, 'checkpoints', 'last.safetensors'));
  return [metrics.replaceAll(/"seconds":[^,]+/g, ''), last];
}

const json = async (...path: string[]): Promise<unknown> =>
  JSON.parse(await readFile(join(folder, ...path), 'utf8')) as unknown;

serial('sizes of the parts are shown and recorded, and steps take a batch of each', async (t) => {
  const { code, stderr } = await train('sizes', '--validation', '0.25');
  t.is(code, 0, stderr);
  const sizes =
    '9 labelled and 30 unlabelled examples, 3 labelled and 10 unlabelled for validation, 9 for the test';
  t.true(stderr.includes(`training cvae on three: ${sizes}, backend cpu`), stderr);
  const { examples, parts } = (await json('sizes', 'environment.json')) as Record<string, unknown>;
  t.deepEqual([examples, parts], [39, { labelled: 9, unlabelled: 30 }]);
  const rows = (await readFile(join(folder, 'sizes', 'metrics.jsonl'), 'utf8')).trim().split('\n');
  const [row] = rows.map((line) => JSON.parse(line) as { step: number; validation: object });
  t.is(row!.step, 4, '30 unlabelled examples, 8 in each step');
  t.deepEqual(Object.keys(row!.validation), ['labelledNelbo', 'unlabelledNelbo']);
});

serial('statistics are fitted to all parts together', async (t) => {
  const fitted = (await json('whole', 'fitted.json')) as {
    examples: number;
    center: number[];
    elements: { means: number[] };
  };
  t.is(fitted.examples, 52);
  // Rows 0, 3, 6, ... have their bar at the first element: 4 of 12, and 14 of 40.
  const mean = (12 * 1 + 40 * 3 + 2 * (4 + 14) - 52) / 52;
  t.true(Math.abs(fitted.center[0]! - mean) < 1e-6, `${fitted.center[0]} ${mean}`);
  t.true(Math.abs(fitted.center[3]! - (12 * 0 + 40 * 2) / 52) < 1e-6);
});

serial('training resumes to more epochs with the same bits', async (t) => {
  t.is((await train('longer', '--epochs', '2')).code, 0);
  const { code, stderr } = await run(
    'train',
    '--resume',
    join(folder, 'longer'),
    '--epochs',
    '3',
    '--no-report',
  );
  t.is(code, 0, stderr);
  t.deepEqual(await left('longer'), await left('whole'));
});

serial('--batch-size gives the same batch sizes as a spec', async (t) => {
  const { code, stderr } = await train('named', '--batch-size', 'labelled=5,unlabelled=8');
  t.is(code, 0, stderr);
  t.deepEqual(await left('named'), await left('whole'));
  const wrong = await train('wrong', '--batch-size', 'labeled=5,unlabelled=8');
  t.is(wrong.code, 2);
  t.regex(wrong.stderr, /A batch size was given for "labeled", but three has no part of that name\./);
  t.is((await train('none', '--batch-size', 'labelled=none')).code, 2);
  const whole = await train('parts-of-whole', '--dataset', 'whole');
  t.is(whole.code, 2);
  t.regex(whole.stderr, /The batch sizes are of parts, and whole\/train has no parts\./);
});

serial('every command on the run works, with each metric of the parts', async (t) => {
  const path = join(folder, 'whole');
  const evaluated = await run('evaluate', path, '--json', '--importance-samples', '5');
  t.is(evaluated.code, 0, evaluated.stderr);
  const { train: ofTrain, test: ofTest } = JSON.parse(evaluated.stdout) as Record<string, object>;
  for (const metrics of [ofTrain!, ofTest!])
    t.deepEqual(Object.keys(metrics), ['labelledNelbo', 'unlabelledNelbo']);
  t.regex(evaluated.stderr, /^evaluating three \(52 examples\)/m);
  const embedded = await run('embed', path, '--set', 'train', '--json', '--out', join(folder, 'codes'));
  t.is(embedded.code, 0, embedded.stderr);
  const codes = await readFile(join(folder, 'codes', 'codes.csv'), 'utf8');
  t.is(codes.trim().split('\n').length, 13, 'the labelled examples have all inputs');
  const scored = await run('score', path, '--quantile', '0.9', '--out', join(folder, 'scores.csv'));
  t.is(scored.code, 0, scored.stderr);
  const report = await run('report', path);
  t.is(report.code, 0, report.stderr);
  t.regex(await readFile(join(path, 'report.html'), 'utf8'), /12 labelled, 40 unlabelled/);
  const sampled = await run('sample', path, '--label', '1', '--out', join(folder, 'samples.npy'));
  t.is(sampled.code, 0, sampled.stderr);
});

serial('parts of different shapes are an error with their names', async (t) => {
  const { code, stderr } = await train('odd', '--data-dir', join(folder, 'odd'));
  t.not(code, 0);
  t.regex(stderr, /The parts of three have examples of different shapes: labelled \[4\], unlabelled \[2\]\./);
});

serial('docs/how-to/add-an-objective.md shows the plugin as it is', async (t) => {
  const page = new URL('../../../../docs/how-to/add-an-objective.md', import.meta.url);
  t.true((await readFile(page, 'utf8')).includes(`\`\`\`js\n${await readFile(example, 'utf8')}\`\`\``));
});
