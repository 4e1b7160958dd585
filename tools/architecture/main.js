// Draws docs/explanation/architecture.svg, the packages and their imports, from the source files:
// node tools/architecture/main.js
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { drawDiagram } from '../../packages/diagrams/dist/draw.js';
import { essentialImports, readPackages } from './packages.js';

const root = join(fileURLToPath(import.meta.url), '../../..');

/**
 * A card's colour: what a user starts, what computes, what shows; the rest is grey.
 *
 * @type {Readonly<Record<string, 'observed' | 'latent' | 'likelihood'>>}
 */
const roles = {
  cli: 'observed',
  analysis: 'observed',
  recipes: 'latent',
  layers: 'latent',
  core: 'latent',
  distributions: 'latent',
  diagrams: 'likelihood',
  report: 'likelihood',
};

/**
 * Returns the picture as SVG. An arrow points from a package to one that it imports; arrows that
 * follow from others are left out.
 *
 * @param {string} folder of the workspace
 * @returns {Promise<string>}
 */
export async function drawArchitecture(folder) {
  const packages = await readPackages(folder);
  /** @type {Parameters<typeof drawDiagram>[0]} */
  const diagram = {
    name: 'helmholtz',
    caption: 'packages',
    description: 'The packages of Helmholtz: an arrow points from a package to one that it imports.',
    direction: 'TB',
    clusters: [],
    nodes: packages.map(({ name, summary }) => ({
      id: name,
      label: { title: name, notes: wrap(summary), rows: [] },
      role: roles[name] ?? 'deterministic',
    })),
    edges: essentialImports(packages).map(([from, to]) => ({ from, to, style: 'data' })),
    legend: [],
  };
  return String(await drawDiagram(diagram, 'svg'));
}

/** @param {string} text */
function wrap(text, width = 34) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.replace(/\.$/, '').split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(root, 'docs/explanation/architecture.svg'), await drawArchitecture(root));
}
