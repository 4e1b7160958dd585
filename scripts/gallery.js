// Draws the gallery in docs/reference: every recipe at every level, and other figures. `npm run
// gallery` writes it.
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

import { runMain } from '../packages/cli/dist/testing/run-main.js';

const root = fileURLToPath(new URL('..', import.meta.url));
export const folder = join(root, 'docs', 'reference', 'gallery');
const page = join(root, 'docs', 'reference', 'gallery.md');

/** Runs the command in this process: starting one for each figure takes longer than drawing. */
async function helmholtz(/** @type {string[]} */ ...argv) {
  const { code, stdout, stderr } = await runMain(...argv);
  if (code !== 0) throw new Error(`helmholtz ${argv.join(' ')}: ${stderr}`);
  return stdout;
}

/** @returns {Promise<{ name: string; description: string }[]>} */
export async function recipes() {
  return JSON.parse(await helmholtz('list', 'recipes', '--json')).recipes;
}

/**
 * The figures of the Keras tutorial that Helmholtz began with, in the order in which it builds them
 * up.
 */
const tutorial = /** @type {const} */ ([
  ['decoder', 'The decoder alone: from z to the parameters of p(x | z).'],
  ['reparameterization', 'The reparameterization: noise is an input, and z is a function of it.'],
  ['encoder', 'The encoder: from x and the noise to z.'],
  ['encoder-kl', 'The encoder with the layer that adds KL(q(z | x) ‖ p(z)) to the loss.'],
  ['vae', 'The whole model with its shapes, grouped into its two networks.'],
]);

const levels = {
  plates: 'Plate notation: solid arrows are generative, dashed arrows recognition; all densities below.',
  joint: 'Both networks and the objective: a block for each density, and for each term of the loss.',
  layers: 'Every layer and tensor.',
};

/** Further figures, with the arguments of their command. */
const others = [
  {
    file: 'importance-weighted.svg',
    argv: ['examples/models/iwae-two-layers.yaml', '--level', 'plates', '--examples', '60000'],
    shows: 'The two-layer model of the importance-weighted autoencoder: the dashed plate is drawn K times.',
  },
  {
    file: 'kingma-welling.svg',
    argv: ['vae', '--level', 'plates', '--no-noise', '--no-densities'],
    shows:
      'Figure 1 of Kingma and Welling (2014). Their figure has an arrow from θ to z, for a learned prior; this prior has no parameters.',
  },
  {
    file: 'rezende.svg',
    argv: [
      ...['dlgm', '--level', 'plates', '--no-densities', '--title', 'Symbols of your own'],
      ...['--symbol', 'z1=h_{n,1}', '--symbol', 'z2=h_{n,2}', '--symbol', 'x=v_n'],
      ...['--symbol', 'z1_noise=xi_{n,1}', '--symbol', 'z2_noise=xi_{n,2}'],
      ...['--symbol', 'theta=theta^g', '--symbol', 'phi=theta^r'],
    ],
    shows: 'A deep latent Gaussian model in the symbols of Rezende et al. (2014).',
  },
  {
    file: 'hyperspherical.svg',
    argv: ['examples/models/hyperspherical-vae.yaml', '--level', 'plates'],
    shows: 'The hyperspherical VAE: the latent is a vector of length 1.',
  },
  {
    file: 'low-rank.svg',
    argv: ['examples/models/low-rank-posterior.yaml', '--level', 'plates'],
    shows: 'The posterior of Rezende et al. (2014), whose precision is a diagonal plus a matrix of low rank.',
  },
  {
    file: 'shares.svg',
    argv: ['examples/models/shares.yaml', '--level', 'plates'],
    shows: 'A latent of shares that add up to 1, by the Dirichlet distribution.',
  },
  {
    file: 'diff.svg',
    argv: ['--diff', 'vae', 'examples/models/two-hidden-layers.yaml'],
    shows: 'The difference of two specs: + (blue) added, − (orange, dashed) removed, ~ (yellow) changed.',
  },
];

/**
 * Draws all figures of the gallery into a folder.
 *
 * @param {readonly string[]} names of the recipes
 * @param {string} out
 */
export async function drawGallery(names, out) {
  const scratch = await mkdtemp(join(tmpdir(), 'gallery-'));
  await mkdir(out, { recursive: true });
  for (const { file, argv } of others) await helmholtz('draw', ...argv, '--out', join(out, file));
  await helmholtz('draw', 'vae', '--view', tutorial.map(([view]) => view).join(), '--out', scratch);
  for (const [view] of tutorial)
    await copyFile(join(scratch, `${view}.svg`), join(out, `tutorial-${view}.svg`));
  for (const name of names) {
    const drawn = join(scratch, name);
    await helmholtz('draw', name, '--level', 'all', '--out', drawn);
    for (const file of await readdir(drawn)) {
      const level = ['plates.svg', 'joint.svg'].includes(file) ? file : 'layers.svg';
      await copyFile(join(drawn, file), join(out, `${name}-${level}`));
    }
  }
  await rm(scratch, { recursive: true });
}

/**
 * Returns the page: every figure with its caption and its command.
 *
 * @param {Awaited<ReturnType<typeof recipes>>} known
 */
export async function galleryPage(known) {
  const picture = (/** @type {string} */ file, /** @type {string} */ shows) => `![${shows}](gallery/${file})`;
  const command = (/** @type {string[]} */ ...argv) =>
    `\`helmholtz draw ${argv.map((word) => (/[ {}]/.test(word) ? `'${word}'` : word)).join(' ')}\``;
  const cell = (/** @type {string} */ text) => text.replaceAll('|', '\\|');
  const lines = [
    '# Gallery',
    'Diagrams of every recipe at every level. Below each figure is the command that draws it. `npm run gallery` writes this page. A test draws all figures again and compares the bytes.',
    '## The tutorial, step by step',
    'The five figures of the Keras tutorial on variational autoencoders, drawn from the recipe `vae`.',
    `| ${tutorial.map(([view]) => view).join(' | ')} |`,
    `|${tutorial.map(() => '---').join('|')}|`,
    `| ${tutorial.map(([view, shows]) => cell(picture(`tutorial-${view}.svg`, shows))).join(' | ')} |`,
    `| ${tutorial.map(([, shows]) => cell(shows)).join(' | ')} |`,
    `| ${tutorial.map(([view]) => command('vae', '--view', view)).join(' | ')} |`,
    '## Figures of papers, and comparisons',
    ...others.flatMap(({ file, argv, shows }) => [picture(file, shows), shows, command(...argv)]),
    ...known.flatMap(({ name, description }) => [
      `## ${name}`,
      `${description.charAt(0).toUpperCase()}${description.slice(1)}.`,
      ...Object.entries(levels).flatMap(([level, shows]) => [
        picture(`${name}-${level}.svg`, `${name}: ${shows}`),
        `${shows} ${command(name, '--level', level)}`,
      ]),
    ]),
  ];
  // A table's lines stand together, all else apart.
  const text = lines.map((line, index) =>
    line.startsWith('|') && lines[index + 1]?.startsWith('|') ? `${line}\n` : `${line}\n\n`,
  );
  return format(text.join(''), { ...(await resolveConfig(page)), parser: 'markdown' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const known = await recipes();
  await rm(folder, { recursive: true, force: true });
  await drawGallery(
    known.map(({ name }) => name),
    folder,
  );
  await writeFile(page, await galleryPage(known));
  console.log(`wrote ${page} and ${(await readdir(folder)).length} figures`);
}
