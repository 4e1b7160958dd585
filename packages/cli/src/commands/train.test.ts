import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readSpec } from '@helmholtz/core';
import test from 'ava';

import { type Outcome, runMain } from '../testing/run-main.js';
import { tinyPlugin } from '../testing/tiny-plugin.js';

const { serial } = test;

let folder: string;
let plugin: string;

serial.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helmholtz-cli-'));
  plugin = await tinyPlugin(folder);
});

serial.after.always(async () => rm(folder, { recursive: true, force: true }));

function train(out: string, ...argv: string[]): Promise<Outcome> {
  const common = ['--dataset', 'bars', '--hidden', '4', '--backend', 'cpu', '--plugin', plugin];
  return runMain('train', ...common, '--out', join(folder, out), ...argv);
}

interface Result {
  readonly train: Record<string, number>;
  readonly test: Record<string, number>;
}

serial('train --json prints the result to stdout and progress to stderr, and evaluate agrees', async (t) => {
  const { code, stdout, stderr } = await train('json', '--epochs', '2', '--no-report', '--json');
  t.is(code, 0, stderr);
  t.is(stdout.split('\n').length, 2);
  const result = JSON.parse(stdout) as Result & Record<string, unknown>;
  t.deepEqual(Object.keys(result).sort(), [
    'backend',
    'epochs',
    'reason',
    'runDir',
    'seconds',
    'stepsPerSecond',
    'test',
    'train',
  ]);
  t.is(result['runDir'], join(folder, 'json'));
  t.is(result['epochs'], 2);
  t.is(result['backend'], 'cpu');
  t.is(result['reason'], 'completed');
  t.true((result['stepsPerSecond'] as number) > 0 && (result['seconds'] as number) > 0);
  for (const { nelbo, expectedLogLikelihood, kl } of [result.train, result.test]) {
    t.true(nelbo! > 0 && kl! > 0 && expectedLogLikelihood! < 0);
    t.true(Math.abs(nelbo! - (kl! - expectedLogLikelihood!)) < 1e-5 * nelbo!);
  }
  t.deepEqual(
    stderr
      .trim()
      .split('\n')
      .map((line) => line.split(/ {2}|:/)[0]),
    ['training vae on bars', 'epoch 1/2', 'epoch 2/2'],
  );

  const evaluated = await runMain(
    'evaluate',
    join(folder, 'json'),
    '--json',
    '--backend',
    'cpu',
    '--plugin',
    plugin,
  );
  t.is(evaluated.code, 0, evaluated.stderr);
  const again = JSON.parse(evaluated.stdout) as Result & Record<string, unknown>;
  t.deepEqual(again.test, result.test);
  t.notDeepEqual(again.train, again.test);
  t.notDeepEqual(again.train, result.train, 'one at the final weights, the other as they changed');
  t.deepEqual([again['runDir'], again['epochs'], again['backend']], [join(folder, 'json'), 2, 'cpu']);
});

serial('evaluate shows a table of the metrics', async (t) => {
  const { stdout } = await runMain(
    'evaluate',
    join(folder, 'json'),
    '--quiet',
    '--backend',
    'cpu',
    '--plugin',
    plugin,
  );
  const [metrics, sampled, latents, dimensions] = stdout.trim().split('\n\n').map(cells);
  const rows = metrics!;
  t.deepEqual(rows[0], ['nats an example', 'train', 'test']);
  t.deepEqual(
    rows.slice(1).map(([name]) => name),
    ['nelbo', 'expectedLogLikelihood', 'kl', 'kl/z', 'expectedLogLikelihood/x'],
  );
  const value = (row: number, column: number): number => Number.parseFloat(rows[row]![column]!);
  for (const column of [1, 2]) {
    t.true(Math.abs(value(1, column) - (value(3, column) - value(2, column))) < 0.002);
    t.is(value(3, column), value(4, column));
  }

  t.regex(sampled![0]![0]!, /^importance sampling, 100 samples for each of \d+ examples$/);
  t.deepEqual(
    sampled!.slice(1).map(([name]) => name),
    ['nll', 'its standard error', 'bitsPerDim'],
  );
  const nll = Number(sampled![1]![1]);
  t.true(nll > 0 && nll < value(1, 2) + 0.5, 'the NELBO bounds it');
  t.is(Number(latents![1]![1]), value(4, 2));
  t.regex(latents![1]![2]!, /^[012] of 2$/);
  t.deepEqual(
    dimensions!
      .slice(1)
      .map(([name]) => name)
      .sort(),
    ['z[1]', 'z[2]'],
  );
  const ofDimensions = Number(dimensions![1]![1]) + Number(dimensions![2]![1]);
  t.true(Math.abs(ofDimensions - value(4, 2)) < 0.002);
});

const cells = (text: string): string[][] => text.split('\n').map((line) => line.trim().split(/\s{2,}/));

serial('evaluate --importance-samples and --examples set their numbers', async (t) => {
  const evaluate = async (...args: string[]): Promise<Record<string, unknown>> => {
    const fixed = ['--json', '--quiet', '--backend', 'cpu', '--plugin', plugin];
    const { code, stdout, stderr } = await runMain('evaluate', join(folder, 'json'), ...fixed, ...args);
    t.is(code, 0, stderr);
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const evaluation = await evaluate('--importance-samples', '7', '--examples', '5');
  const { set, samples, examples, nll } = evaluation['importanceSampling'] as Record<string, unknown>;
  t.deepEqual([set, samples, examples, typeof nll], ['test', 7, 5, 'number']);
  const [z] = evaluation['latents'] as {
    klPerDimension: number[];
    aggregatePosterior: Record<string, unknown>;
  }[];
  t.is(z!.klPerDimension.length, 2);
  t.deepEqual(Object.keys(z!.aggregatePosterior), ['mean', 'variance', 'correlation']);
  t.false('importanceSampling' in (await evaluate('--importance-samples', '0')));
});

serial('--quiet prints only the result, on stdout', async (t) => {
  const { stdout, stderr } = await train('quiet', '--epochs', '1', '--no-report', '--quiet');
  t.is(stderr, '');
  const [done, metrics, run, ...rest] = stdout.trim().split('\n');
  t.regex(done!, /^done after 1 epochs?, \d+\.\d s$/);
  t.regex(metrics!, /^test nelbo \d+\.\d\d nats \(expectedLogLikelihood -\d+\.\d\d, kl \d+\.\d\d\)$/);
  t.is(run, `run    ${join(folder, 'quiet')}`);
  t.deepEqual(rest, []);
});

serial('the spec of a run contains every option of the command line', async (t) => {
  await train(
    'spec',
    '--latent',
    '3',
    '--epochs',
    '1',
    '--batch-size',
    '8',
    '--seed',
    '0',
    '--no-report',
    '--learning-rate',
    '0.01',
    '--optimizer',
    'rmsprop',
    '--likelihood',
    'normal',
    '--beta',
    '2',
    '--quiet',
  );
  const spec = readSpec(await readFile(join(folder, 'spec', 'spec.yaml'), 'utf8'), 'spec.yaml');
  t.deepEqual(spec.observed, { name: 'x', shape: [16] });
  t.deepEqual(spec.latents, [{ name: 'z', size: 3 }]);
  t.is(spec.likelihood, 'normal');
  t.deepEqual(spec.objective, { name: 'elbo', beta: 2 } as never);
  t.is(spec.optimizer.name, 'rmsprop');
  t.is(spec.optimizer.learningRate, 0.01);
  t.is(spec.data.dataset, 'bars' as never);
  t.deepEqual([spec.training.epochs, spec.training.batchSize, spec.seed], [1, 8, 0]);
});

serial('beta weights the KL divergence in the loss, not in the metrics', async (t) => {
  const run = async (name: string, beta: string): Promise<Record<string, number>> => {
    const argv = ['--epochs', '30', '--learning-rate', '0.05', '--no-report', '--json', '--quiet'];
    const { stdout } = await train(name, '--beta', beta, ...argv);
    return (JSON.parse(stdout) as Result).test;
  };
  const [light, heavy] = [await run('light', '0.01'), await run('heavy', '20')];
  t.true(light['kl']! > 10 * heavy['kl']!, `${light['kl']}, ${heavy['kl']}`);
  for (const { nelbo, kl, expectedLogLikelihood } of [light, heavy]) {
    t.true(Math.abs(nelbo! - (kl! - expectedLogLikelihood!)) < 1e-5 * nelbo!);
  }
});

serial(
  'with early stopping, the result names the epoch of its weights, and figures use these weights',
  async (t) => {
    const argv = ['--epochs', '40', '--patience', '1', '--validation', '16', '--learning-rate', '0.2'];
    const { code, stdout, stderr } = await train('early', ...argv, '--no-report', '--json');
    t.is(code, 0, stderr);
    t.true(stderr.includes('48 examples, 16 for validation, 20 for the test'), stderr);
    t.regex(stderr, /\| {2}validation {2}nelbo/);
    const result = JSON.parse(stdout) as Result & {
      bestEpoch: number;
      epochs: number;
      reason: string;
      validation: object;
    };
    t.is(result.reason, 'stoppedEarly');
    t.is(result.epochs, result.bestEpoch + 1);
    const rows = (await readFile(join(folder, 'early', 'metrics.jsonl'), 'utf8')).trim().split('\n');
    const row = JSON.parse(rows[result.bestEpoch - 1]!) as { train: object; validation: object };
    t.deepEqual([result.train, result.validation], [row.train, row.validation] as never);
    const evaluated = await runMain(
      'evaluate',
      join(folder, 'early'),
      '--json',
      '--backend',
      'cpu',
      '--plugin',
      plugin,
    );
    const again = JSON.parse(evaluated.stdout) as typeof result;
    t.deepEqual([again.test, again.validation], [result.test, result.validation]);
    const { stdout: summary } = await train('early-again', ...argv, '--quiet', '--no-report');
    t.regex(
      summary,
      new RegExp(
        `^stopped early after ${result.epochs} epochs, .* s, with the weights of epoch ${result.bestEpoch}, the best`,
      ),
    );
  },
);

serial('data are loaded once, even if they determine the observed shape', async (t) => {
  const counting = join(folder, 'counting.mjs');
  await writeFile(
    counting,
    `let loads = 0;
    const part = { name: 'zeros', size: 8, shape: [4], read: (indices, out) => out.fill(0) };
    const load = async () => (console.error('load ' + ++loads), { train: part, test: part });
    export default { datasets: [{ name: 'zeros', description: 'nothing', load }] };`,
  );
  const logged: unknown[] = [];
  const { error } = console;
  console.error = (line: unknown) => void logged.push(line);
  try {
    const { code } = await train(
      'once',
      '--dataset',
      'zeros',
      '--plugin',
      counting,
      '--epochs',
      '1',
      '--no-report',
      '--quiet',
    );
    t.is(code, 0);
  } finally {
    console.error = error;
  }
  t.deepEqual(logged, ['load 1']);
});

serial('the command in environment.json repeats the run', async (t) => {
  const first = join(folder, 'with a space');
  await train('with a space', '--epochs', '1', '--seed', '4', '--no-report', '--quiet');
  const { command } = JSON.parse(await readFile(join(first, 'environment.json'), 'utf8')) as {
    command: string;
  };
  t.is(
    command,
    `npx helmholtz train "${first}/spec.yaml" --plugin ${plugin} --backend cpu --out "${first}-again"`,
  );
  const argv = command
    .split(' train ')[1]!
    .match(/"[^"]*"|\S+/g)!
    .map((word) => word.replaceAll('"', ''));
  t.is((await runMain('train', ...argv, '--quiet', '--no-report')).code, 0);
  const checkpoint = join('checkpoints', 'last.safetensors');
  t.deepEqual(await readFile(join(`${first}-again`, checkpoint)), await readFile(join(first, checkpoint)));
});

serial('for data other than images, the report omits image figures and says why', async (t) => {
  const { code, stdout, stderr } = await train('vectors', '--dataset', 'vectors', '--epochs', '1', '--quiet');
  t.is(code, 0, stderr);
  t.true(stdout.includes(`report ${folder}/vectors/report.html`));
  const figures = (await readdir(join(folder, 'vectors', 'figures'))).filter((name) => name.endsWith('.svg'));
  t.true(figures.includes('nelbo.svg') && figures.includes('latent.svg') && figures.includes('vae.svg'));
  t.false(figures.includes('manifold.svg'));
  const report = await readFile(join(folder, 'vectors', 'report.html'), 'utf8');
  t.true(report.includes('The examples are not images: their shape is [5].'));
});
