import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import test from 'ava';

import { draw } from '../draw.js';
import { matchesGolden } from '../testing/golden.js';
import { hierarchicalModel, nastyModel, tutorialVae } from '../testing/models.js';
import { tikzNames } from './picture.js';
import { texFormula, texText } from './tex.js';

const run = promisify(execFile);

const latex = await run('pdflatex', ['--version']).then(
  () => true,
  () => false,
);
const withLatex = latex ? test.serial : test.serial.skip;

const plates = { level: 'plates', dataSize: 60_000 } as const;

test('plates and layers are as their golden files', async (t) => {
  await matchesGolden(t, 'vae-plates.tikz', String(await draw(tutorialVae(), 'tikz', plates)));
  await matchesGolden(t, 'vae.tikz', String(await draw(tutorialVae(), 'tikz', { view: 'vae' })));
});

test('texts have no character that TeX reads as a command', (t) => {
  t.is(texText('50% of $x_1$ & {y} #2'), '50\\% of \\$x\\_1\\$ \\& \\{y\\} \\#2');
  t.is(texText('\\input{a}~b^c'), '\\textbackslash{}input\\{a\\}$\\sim$b\\textasciicircum{}c');
  t.is(texText('z ~ q(z | x), ε × 2'), 'z $\\sim$ q(z $\\mid$ x), $\\epsilon$ $\\times$ 2');
  t.is(texText('é 中'), 'é \\codepoint{4E2D}');
});

test('formulas are those of TeX: italic letters, upright words, grouped scripts', (t) => {
  t.is(texFormula('z_{1}'), '$z_{1}$');
  t.is(texFormula('p_θ(x | z)'), '$p_{\\theta}(x\\mid z)$');
  t.is(texFormula('N = 60,000'), '$N=60{,}000$');
  t.is(texFormula('Normal(0, I)'), '$\\mathrm{Normal}(0, I)$');
  t.is(texFormula('z_{n,k}^2'), '$z_{n,k}^{2}$');
});

test('names of nodes are unique and have only letters, digits and hyphens', (t) => {
  t.deepEqual(
    [...tikzNames(['a/b', 'a.b', '中', 'x(1)', '']).values()],
    ['a-b', 'a-b-2', 'node', 'x-1', 'node-2'],
  );
});

test('width sizes the picture, and page gives notice', async (t) => {
  const lines: string[] = [];
  const options = {
    ...plates,
    width: '3in',
    page: 'a4',
    onNotice: (line: string) => void lines.push(line),
  } as const;
  t.true(String(await draw(tutorialVae(), 'tikz', options)).startsWith('\\resizebox{3in}{!}{%\n'));
  t.deepEqual(lines, ['page does not apply to TikZ: the document has its own. Give a width.']);
});

withLatex('pictures of any names compile without an error', async (t) => {
  t.timeout(60_000);
  const folder = await mkdtemp(join(tmpdir(), 'helmholtz-tikz-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const symbols = { z1: '%_{n}$', x: 'a & b', z2: '中' };
  const pictures = [
    await draw(nastyModel(), 'tikz', { showShapes: true, title: '\\end{document} 50% {', legend: true }),
    await draw(hierarchicalModel(), 'tikz', { ...plates, samples: 5, symbols, theme: 'dark' }),
    await draw(tutorialVae(), 'tikz', { level: 'joint', width: '3in', theme: 'print' }),
    await draw(tutorialVae(), 'tikz', { view: 'vae', legend: true }),
  ];
  const document = [
    '\\documentclass{article}\\usepackage{tikz}',
    '\\usetikzlibrary{bayesnet, arrows.meta, backgrounds, fit}',
    '\\begin{document}',
    pictures.join('\n\\newpage\n'),
    '\\end{document}',
  ];
  await writeFile(join(folder, 'figures.tex'), document.join('\n'));
  await t.notThrowsAsync(
    run('pdflatex', ['-interaction=nonstopmode', '-halt-on-error', 'figures.tex'], { cwd: folder }),
  );
  const log = await readFile(join(folder, 'figures.log'), 'latin1');
  t.regex(log.replaceAll('\n', ''), /Output written on figures\.pdf \([4-9] pages/);
});
