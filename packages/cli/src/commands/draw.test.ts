import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parseSpec } from '@helmholtz/core';
import { RunDirectory, describeEnvironment } from '@helmholtz/core/run';
import { views } from '@helmholtz/diagrams';
import test, { type ExecutionContext } from 'ava';

import { runMain } from '../testing/run-main.js';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { tinySpec } from '../testing/tiny-run.js';

const { serial } = test;

async function drawn(t: ExecutionContext, ...argv: string[]): Promise<string> {
  const { code, stdout, stderr } = await runMain('draw', ...argv);
  t.is(code, 0, stderr);
  t.is(stderr, '');
  return stdout;
}

const png = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

serial('draw writes SVG to stdout by default', async (t) => {
  const svg = await drawn(t, 'vae');
  t.regex(svg, /^<svg [^]*<\/svg>\n$/);
  t.is(await drawn(t), svg, 'vae is the default');
  t.regex(await drawn(t, 'vae', '--format', 'dot'), /^digraph "[^]*}\n$/);
});

serial('on a terminal, draw writes SVG to a file and DOT to the terminal', async (t) => {
  const { stdout } = process;
  const wasTerminal = stdout.isTTY;
  t.teardown(async () => {
    stdout.isTTY = wasTerminal;
    await rm('reparameterization.svg', { force: true });
  });
  const svg = await drawn(t, 'vae', '--view', 'reparameterization');
  stdout.isTTY = true;
  t.is(await drawn(t, 'vae', '--view', 'reparameterization'), 'wrote reparameterization.svg\n');
  t.is(await readFile('reparameterization.svg', 'utf8'), svg);
  t.regex(await drawn(t, 'vae', '--format', 'dot'), /^digraph /);
});

serial('options change what is drawn', async (t) => {
  const dot = await drawn(t, 'vae', '--format', 'dot', '--hidden', '77', '--latent', '5');
  t.true(dot.includes('(batch, 784)'));
  t.true(dot.includes('(batch, 77)'));
  t.true(dot.includes('(batch, 5)'));
  t.true(dot.includes('BernoulliLikelihood'));
  const normal = await drawn(t, 'vae', '--format', 'dot', '--likelihood', 'normal');
  t.true(normal.includes('NormalLikelihood'));
});

serial('draw writes every view in every format to files', async (t) => {
  const folder = join(await temporaryFolder(t), 'to', 'make');
  const names = views.map(({ name }) => name);
  for (const format of ['dot', 'svg', 'png']) {
    const stdout = await drawn(t, 'vae', '--view', 'all', '--format', format, '--out', folder, '--json');
    t.deepEqual(JSON.parse(stdout), { files: names.map((name) => join(folder, `${name}.${format}`)) });
    for (const name of names) {
      const bytes = await readFile(join(folder, `${name}.${format}`));
      if (format === 'png') t.deepEqual(bytes.subarray(0, 8), png, name);
      else t.regex(bytes.toString(), format === 'dot' ? /^digraph / : /^<svg [^]*<\/svg>\n?$/, name);
    }
  }
  t.is((await readdir(folder)).length, 3 * names.length);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, `${name}.dot`), 'utf8')));
  t.is(new Set(texts).size, names.length, 'they differ');
});

serial('one view into one file', async (t) => {
  const out = join(await temporaryFolder(t), 'a.svg');
  t.is(await drawn(t, 'vae', '--view', 'decoder', '--out', out), `wrote ${out}\n`);
  t.is(await readFile(out, 'utf8'), await drawn(t, 'vae', '--view', 'decoder'));
});

serial('draw --json puts the drawing into the JSON object', async (t) => {
  const stdout = await drawn(t, 'vae', '--format', 'dot', '--view', 'encoder', '--json');
  const { drawing, ...rest } = JSON.parse(stdout) as { drawing: string };
  t.deepEqual(rest, { level: 'layers', view: 'encoder', format: 'dot' } as never);
  t.is(drawing, await drawn(t, 'vae', '--format', 'dot', '--view', 'encoder'));
  t.is(stdout.trim().split('\n').length, 1);
});

const spec = parseSpec({
  recipe: 'vae',
  observed: { name: 'picture', shape: [6] },
  latents: [{ name: 'code', size: 3 }],
  networks: { recognition: [], generative: [] },
});

serial('a spec file and the run folder of the spec give the same drawing', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'model.json');
  await writeFile(file, JSON.stringify(spec));
  const run = await RunDirectory.create(join(folder, 'run'));
  await run.writeSpec(spec);
  const dot = await drawn(t, file, '--format', 'dot');
  t.true(dot.includes('picture') && dot.includes('code_loc') && dot.includes('(batch, 3)'));
  t.is(await drawn(t, run.path, '--format', 'dot'), dot);
});

serial('a folder that is not a run is an error', async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, 'empty'));
  const { code, stderr } = await runMain('draw', join(folder, 'empty'));
  t.is(code, 2);
  t.regex(stderr, /is neither a recipe nor a spec file/);
});

serial('plates show the given sizes and symbols, and the samples of the objective', async (t) => {
  const plates = (...argv: string[]) => drawn(t, 'vae', '--level', 'plates', '--format', 'dot', ...argv);
  const dot = await plates('--examples', '600000', '--symbol', 'z=h_n', '--symbol', 'phi=theta^r');
  t.true(dot.includes('N = 600,000'));
  t.true(dot.includes('label="h_n"') && dot.includes('label="θ^r"'));
  t.false(dot.includes('samples'));
  t.regex(await plates('--samples', '50'), /cluster_samples/);
  t.notRegex(await plates('--no-noise'), /z_noise/);

  const folder = await temporaryFolder(t);
  const file = join(folder, 'several.yaml');
  await writeFile(
    file,
    'recipe: vae\nobserved: { shape: [4] }\nlatents: [{ name: z, size: 2 }]\nobjective: { name: elbo, samples: 7 }\nnetworks: { recognition: [], generative: [] }\n',
  );
  t.regex(await drawn(t, file, '--level', 'plates', '--format', 'dot'), /K = 7/);
  const { code, stderr } = await runMain('draw', 'vae', '--level', 'plates', '--symbol', 'z');
  t.is(code, 2);
  t.regex(stderr, /--symbol was given "z"[^]*--symbol z1=h_n/);
});

serial('the plate of the data has the number of examples that a spec or a run names', async (t) => {
  const folder = await temporaryFolder(t);
  const plate = async (source: string, ...argv: string[]) => {
    const dot = await drawn(t, source, '--level', 'plates', '--format', 'dot', ...argv);
    return /<B>(N[^<]*)</.exec(dot)![1];
  };
  const file = async (name: string, data: string) => {
    const text = `recipe: vae\nlatents: [{ name: z, size: 2 }]\nnetworks: { recognition: [], generative: [] }\n${data}`;
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const named = await file('named.yaml', 'data: { dataset: mnist, validation: 5000 }\n');
  t.is(await plate(named), 'N = 55,000');
  t.is(await plate(named, '--examples', '7'), 'N = 7');
  t.is(await plate(await file('any.yaml', '')), 'N');
  t.is(await plate('vae'), 'N');

  const run = await RunDirectory.create(join(folder, 'run'));
  t.teardown(() => run.release());
  await run.writeSpec(parseSpec({ ...tinySpec(), data: { dataset: 'of-a-plugin' } }));
  t.is(await plate(run.path), 'N');
  const environment = { helmholtz: '1', tensorflowjs: '4', backend: 'cpu', command: '', plugins: [] };
  await run.writeEnvironment(describeEnvironment({ ...environment, examples: 123 }));
  t.is(await plate(run.path), 'N = 123');
});

serial('a comparison needs exactly two specs', async (t) => {
  const folder = await temporaryFolder(t);
  const spec = (likelihood: string) =>
    `recipe: vae\nobserved: { shape: [4] }\nlatents: [{ name: z, size: 2 }]\nlikelihood: ${likelihood}\nnetworks: { recognition: [], generative: [] }\n`;
  const files = ['bernoulli', 'normal'].map((likelihood) => join(folder, `${likelihood}.yaml`));
  await writeFile(files[0]!, spec('bernoulli'));
  await writeFile(files[1]!, spec('normal'));
  const found = JSON.parse(await drawn(t, '--diff', ...files, '--format', 'json')) as {
    nodes: { id: string; change: string; differences: { what: string; before: string; after: string }[] }[];
  };
  const changed = found.nodes.filter(({ change }) => change !== 'same');
  t.deepEqual(
    changed.map(({ id, differences }) => [id, differences[0]]),
    [['x_likelihood', { what: 'layer', before: 'BernoulliLikelihood', after: 'NormalLikelihood' }]],
  );
  t.is(
    await drawn(t, '--diff', ...files, '--out', join(folder, 'diff.svg')),
    `wrote ${join(folder, 'diff.svg')}\n`,
  );
  const { code, stderr } = await runMain('draw', '--diff', 'vae');
  t.is(code, 2);
  t.regex(stderr, /--diff compares two models\. Received: 1\./);
});

const refused: readonly (readonly [string[], number, RegExp])[] = [
  [['--range', 'x'], 2, /'--range <from,to>' argument 'x' is invalid[^]*two layer names/],
  [['--range', 'x,nope'], 2, /Unknown layer "nope"[^]*Valid names: x, /],
  [['--range', 'z,x'], 2, /range from "z" to "x" is empty[^]*Swap the ends/],
  [['--highlight', 'nope,x'], 2, /Unknown layer "nope"[^]*Valid names: x, /],
  [['--link', 'javascript:alert(1)'], 2, /is not the URL of a page[^]*https:/],
  [['--fold=3'], 2, /unknown option '--fold=3'[^]*--fold/],
];

serial('invalid options of a figure are errors, and nothing is written', async (t) => {
  const folder = await temporaryFolder(t);
  for (const [argv, expected, message] of refused) {
    const out = join(folder, 'figures');
    const { code, stdout, stderr } = await runMain(
      'draw',
      'vae',
      ...argv,
      '--format',
      'svg,dot',
      '--out',
      out,
    );
    t.is(code, expected, argv.join(' '));
    t.is(stdout, '');
    t.regex(stderr, message);
  }
  const file = join(folder, 'file');
  await writeFile(file, 'kept');
  const { code, stderr } = await runMain('draw', 'vae', '--out', join(file, 'vae.svg'));
  t.is(code, 1);
  t.regex(stderr, /Could not create [^]*choose another/);
  t.deepEqual(await readdir(folder), ['file']);
  t.is(await readFile(file, 'utf8'), 'kept');
});
