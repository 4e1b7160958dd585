import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ModelDescription, NodeDescription } from '@helmholtz/core/description';
import test from 'ava';

import { draw, toDot, toPng, toSvg } from './draw.js';
import { type FormatName, formats } from './formats/formats.js';
import type { DrawOptions } from './options.js';
import { HelmholtzError } from '@helmholtz/base';
import { platform } from './platform/node.js';
import { matchesGolden } from './testing/golden.js';
import {
  hierarchicalModel,
  longName,
  nastyModel,
  nestedModel,
  siameseModel,
  tutorialVae,
} from './testing/models.js';
import { dense, input, modelOf, reading } from './testing/nodes.js';
import { themes } from './theme/themes.js';
import { type ViewName, views } from './views/views.js';

for (const { name } of views) {
  test(`the view ${name} of the tutorial VAE, to the byte`, async (t) => {
    await matchesGolden(t, `${name}.dot`, await toDot(tutorialVae(), { view: name }));
    await matchesGolden(t, `${name}.svg`, await toSvg(tutorialVae(), { view: name }));
  });
}

test('shared layers and several outputs', async (t) => {
  await matchesGolden(
    t,
    'siamese.svg',
    await toSvg(siameseModel(), { showShapes: true, showParameters: true }),
  );
});

test('nested models, closed and opened', async (t) => {
  await matchesGolden(
    t,
    'nested.svg',
    await toSvg(nestedModel(), { expandNested: true, title: 'Two stages' }),
  );
  t.deepEqual(dataOf(await toSvg(nestedModel()), 'node'), ['x', 'stage', 'stage:2']);
});

test('nested models with roles inside are always opened: a view needs what is in them', async (t) => {
  const { nodes, ...model } = tutorialVae();
  const [x, noise] = nodes.filter(({ inputs }) => inputs.length === 0);
  const wrapper = {
    ...nodes.find(({ id }) => id === 'generative')!,
    id: 'whole',
    layer: 'whole',
    inputs: [x!, noise!].map(({ id }) => ({ node: id, output: 0 })),
    inner: tutorialVae(),
  };
  const outputs = [{ node: 'whole', output: 0 }];
  const svg = await toSvg({ ...model, nodes: [x!, noise!, wrapper], outputs }, { view: 'encoder-kl' });
  t.true(dataOf(svg, 'node').includes('whole/z_kl'));
});

test('options select the texts of nodes', async (t) => {
  const says = async (options: DrawOptions) =>
    [
      ...(await toDot(siameseModel(), options))
        .split('\n')
        .find((line) => line.startsWith('  "split" ['))!
        .matchAll(/>([^<>]+)</g),
    ].map((match) => match[1]);
  t.deepEqual(await says({}), ['split', 'Split']);
  t.deepEqual(await says({ showLayerNames: false }), ['Split']);
  t.deepEqual(await says({ showShapes: true, showDtype: true }), [
    ...['split', 'Split', 'in', '(batch, 8)', 'out', '(batch, 4), 2 × (batch, 2)', 'dtype', 'float32'],
  ]);
  const dense = (options: DrawOptions) => toDot(siameseModel(), options);
  t.regex(await dense({}), />Dense · relu</);
  t.notRegex(await dense({ showLayerActivations: false }), /relu/);
  t.regex(
    await dense({ showParameters: true, showTrainable: true }),
    />parameters<.*>88<.*>trainable<.*>yes</,
  );
  t.regex(await toDot(tutorialVae(), { rankdir: 'LR' }), /rankdir="LR"/);
  t.notRegex(await toDot(tutorialVae(), { colorByRole: false }), /d55e00|dashed/);
});

test('the options a view sets can be unset, and undefined sets none', async (t) => {
  const vae = await toDot(tutorialVae(), { view: 'vae' });
  t.regex(vae, /\(batch, 784\)/);
  t.notRegex(await toDot(tutorialVae(), { view: 'vae', showShapes: false }), /\(batch, 784\)/);
  t.is(await toDot(tutorialVae(), { view: 'vae', title: undefined }), vae);
});

test('an SVG stands alone, scales with its page and clashes with no other on it', async (t) => {
  const svg = await toSvg(tutorialVae(), { view: 'vae', title: 'A title' });
  t.regex(
    svg,
    /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="(\d+)" height="(\d+)" viewBox="0 0 \1 \2" role="img"/,
  );
  t.regex(svg, /style="max-width: 100%; height: auto">\n<title>A title<\/title>\n<desc>/);
  t.notRegex(svg, /\s(id|class|href|src)=|<style|url\(|@import/);
  t.regex(await toSvg(tutorialVae(), { view: 'encoder' }), /<title>Encoder: vae<\/title>/);
});

test('an SVG shows every node, edge and frame once, and the roles in its legend', async (t) => {
  const svg = await toSvg(tutorialVae(), { view: 'vae' });
  t.deepEqual(dataOf(svg, 'node'), [
    ...['x', 'z_noise', 'recognition/recognition_1', 'z_loc', 'z_log_variance', 'z_kl', 'z_scale'],
    ...['z_scaled_noise', 'z_sum', 'z', 'generative/generative_1', 'generative/generative_2', 'x_likelihood'],
  ]);
  t.is(dataOf(svg, 'edge').length, 14);
  t.true(dataOf(svg, 'edge').includes('z_kl -&gt; z_sum'));
  t.deepEqual(dataOf(svg, 'frame'), [
    'network:recognition',
    'network:generative',
    'recognition',
    'generative',
  ]);
  t.deepEqual(dataOf(svg, 'legend'), [
    ...['observed', 'noise', 'kl', 'reparameterization', 'latent', 'likelihood', 'deterministic'],
  ]);
});

test('the terms of the objective and the densities are named where they arise', async (t) => {
  const dot = await toDot(tutorialVae(), { view: 'vae' });
  for (const note of [
    ...['KL(q(z | x) ‖ p(z))', 'p(z): standard normal', 'ε ~ standard normal', 'z ~ q(z | x)'],
    ...['log p(x | z)', 'p(x | z): bernoulli', 'Recognition network q(z | x)', 'Generative network p(x | z)'],
  ]) {
    t.true(dot.includes(`>${note}<`), note);
  }
});

test('latents of a hierarchy have the label of the posterior in recognition, and of the prior in generation', async (t) => {
  const says = async (view: ViewName) =>
    [...(await toDot(hierarchicalModel(), { view })).matchAll(/>([^<>]*[~(].*?)</g)].map((match) => match[1]);
  const generates = await says('decoder');
  t.true(generates.includes('z1 ~ p(z1 | z2)') && generates.includes('z2 ~ p(z2)'));
  t.regex(await toDot(hierarchicalModel(), { view: 'decoder' }), /"z1_prior" -> "z1"/);
  const whole = await says('vae');
  t.true(whole.includes('z1 ~ q(z1 | x)') && whole.includes('z2 ~ q(z2 | x)'));
  const frames = ['q(z2 | x)', 'q(z1 | x)', 'p(z1 | z2)', 'p(x | z1)'];
  t.deepEqual(
    frames.filter((frame) => whole.includes(frame)),
    frames,
  );
});

test('no name reaches a picture as markup', async (t) => {
  const options = { title: '</title><script>', showShapes: true } as const;
  const svg = await toSvg(nastyModel(), options);
  t.notRegex(svg, /<script|<b>|<!\[CDATA|\p{Cc}(?<!\n)|\u202e/u);
  t.true(svg.includes('&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;'));
  t.true(svg.includes(longName), 'the whole name is there on hovering');
  t.false(svg.includes(`>${longName}<`), 'but it is shortened on the card');
  // The renderer refuses a document that is not well-formed.
  await t.notThrowsAsync(toPng(nastyModel(), { ...options, dpi: 30 }));
});

test('DOT with any names is read back by Graphviz with as many nodes and edges', async (t) => {
  for (const model of [nastyModel(), tutorialVae(), siameseModel()]) {
    const dot = await toDot(model, { showShapes: true, title: '"</B>\\', legend: true });
    const { objects, edges } = JSON.parse(await platform.runGraphviz(dot)) as {
      objects: object[];
      edges: object[];
    };
    t.is(objects.length, model.nodes.length);
    t.is(edges.length, model.nodes.flatMap(({ inputs }) => inputs).length);
  }
});

test('PNG has the size that its resolution asks for, and its texts', async (t) => {
  const svg = await toSvg(tutorialVae(), { view: 'reparameterization' });
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number);
  for (const dpi of [96, 192]) {
    const png = Buffer.from(await toPng(tutorialVae(), { view: 'reparameterization', dpi }));
    t.is(png.subarray(1, 4).toString('latin1'), 'PNG');
    t.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [(width! * dpi) / 96, (height! * dpi) / 96]);
  }
  const { rasterize } = await import('./png/png.js');
  const withoutText = await rasterize(svg.replace(/<text[^>]*>[^<]*<\/text>/g, ''), 96);
  t.true((await rasterize(svg, 96)).length > 1.5 * withoutText.length);
});

test('a PNG of too many pixels has a lower resolution, and says so', async (t) => {
  const lines: string[] = [];
  const options = {
    view: 'vae',
    dpi: 1200,
    rankdir: 'LR',
    onNotice: (line: string) => void lines.push(line),
  } as const;
  const png = Buffer.from(await toPng(tutorialVae(), options));
  t.true(Math.max(png.readUInt32BE(16), png.readUInt32BE(20)) <= 20_000);
  t.true(png.readUInt32BE(16) * png.readUInt32BE(20) <= 151_000_000);
  t.is(lines.length, 1);
  t.regex(lines[0]!, /^The PNG has \d{3,4} dpi in place of 1200: /);
});

test('width applies to SVG, PNG and PDF', async (t) => {
  const options = { view: 'reparameterization', width: '3in' } as const;
  t.regex(await toSvg(tutorialVae(), options), /^<svg [^>]*width="288" /);
  t.is(Buffer.from(await toPng(tutorialVae(), { ...options, dpi: 100 })).readUInt32BE(16), 300);
  const pdf = Buffer.from(await draw(tutorialVae(), 'pdf', options)).toString('latin1');
  t.regex(pdf, /\/MediaBox \[0 0 216 /);
});

test('a PDF for a page is a sheet of that paper', async (t) => {
  const pdf = Buffer.from(await draw(tutorialVae(), 'pdf', { view: 'reparameterization', page: 'letter' }));
  t.regex(pdf.toString('latin1'), /\/MediaBox \[0 0 612 792\]/);
});

test('draw writes every format it lists', async (t) => {
  const begins: Record<FormatName, string> = {
    svg: '<svg',
    png: '\x89PNG',
    pdf: '%PDF-',
    tikz: '% In the preamble:',
    dot: 'digraph',
    mmd: '---',
    json: '{',
  };
  t.deepEqual(
    formats.map(({ name }) => name),
    Object.keys(begins) as FormatName[],
  );
  for (const { name } of formats) {
    const drawn = Buffer.from((await draw(tutorialVae(), name, { dpi: 48 })) as string);
    t.true(drawn.toString('latin1').startsWith(begins[name]), name);
  }
});

test('throws an error with the valid values for an unknown format, direction or resolution', async (t) => {
  const format = await t.throwsAsync(draw(tutorialVae(), 'sgv' as FormatName), {
    instanceOf: HelmholtzError,
  });
  t.is(format.message, 'Unknown format "sgv".');
  t.is(format.hint, 'Did you mean "svg"? Valid names: svg, png, pdf, tikz, dot, mmd, json.');
  t.is(format.kind, 'usage');
  await t.throwsAsync(toDot(tutorialVae(), { rankdir: 'down' as 'TB' }), {
    message: 'Unknown rankdir "down".',
  });
  for (const dpi of [0, -96, Number.NaN, Infinity]) {
    await t.throwsAsync(toPng(tutorialVae(), { dpi }), {
      message: `dpi must be a number from 10 to 1200. Received: ${dpi}.`,
    });
  }
});

for (const options of [[], ['--input-type=module']]) {
  test(`in a process ${options.join('')}: the same bytes, nothing on stdout, and then it ends`, async (t) => {
    const script = `(async () => {
      const { toPng, toSvg } = await import(${JSON.stringify(new URL('./index.js', import.meta.url).href)});
      const { tutorialVae } = await import(${JSON.stringify(new URL('./testing/models.js', import.meta.url).href)});
      await toPng(tutorialVae(), { view: 'reparameterization', dpi: 48 });
      const drawn = await Promise.all([1, 2, 3].map(() => toSvg(tutorialVae(), { view: 'vae' })));
      process.stderr.write(drawn.join(''));
    })()`;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [...options, '-e', script], {
      timeout: 60_000,
      maxBuffer: 2 ** 24,
    });
    t.is(stdout, '');
    t.is(stderr, (await toSvg(tutorialVae(), { view: 'vae' })).repeat(3));
  });
}

function dataOf(svg: string, kind: 'node' | 'edge' | 'frame' | 'legend'): string[] {
  return [...svg.matchAll(new RegExp(`data-${kind}="([^"]*)"`, 'g'))].map((match) => match[1]!);
}

/** A model with residual blocks of three layers: each block adds its output to its input. */
function residualModel(blocks: number): ModelDescription {
  const nodes = [input('x', 4)];
  for (let block = 1; block <= blocks; block++) {
    const entry = nodes.at(-1)!;
    const first = dense(`block_${block}_a`, entry, 4, 'relu');
    const second = dense(`block_${block}_b`, first, 4, 'linear');
    const sum = reading([second, entry], {
      id: `block_${block}_add`,
      className: 'Add',
      outputShapes: [[null, 4]],
    });
    nodes.push(first, second, sum);
  }
  return modelOf('residual', [...nodes, dense('end', nodes.at(-1)!, 2, 'linear')]);
}

test('equal blocks are drawn once, with their number, also with connections around them', async (t) => {
  const svg = await toSvg(residualModel(12), { foldRepeats: true });
  await matchesGolden(t, 'folded.svg', svg);
  t.deepEqual(dataOf(svg, 'node'), ['x', 'block_1_a', 'block_1_b', 'block_1_add', 'end']);
  t.true(svg.includes('>× 12<'));
  t.true(dataOf(svg, 'edge').includes('block_1_add -&gt; end'));
});

test('blocks that differ or have other readers are not merged', async (t) => {
  const { nodes, ...model } = residualModel(3);
  const folded = async (changed: readonly NodeDescription[]) =>
    dataOf(await toSvg({ ...model, nodes: changed }, { foldRepeats: true }), 'node').length;
  t.is(await folded(nodes), 5);
  t.is(
    await folded(nodes.map((node) => (node.id === 'block_2_a' ? { ...node, activation: 'tanh' } : node))),
    nodes.length,
  );
  const first = { node: 'block_1_b', output: 0 };
  t.is(
    await folded(nodes.map((node) => (node.id === 'end' ? { ...node, inputs: [first] } : node))),
    8,
    'two of them',
  );
});

test('a range of layers, with what it reads as an input', async (t) => {
  const svg = await toSvg(residualModel(3), { layerRange: ['block_2_a', 'block_2_add'] });
  t.deepEqual(dataOf(svg, 'node'), ['block_1_add', 'block_2_a', 'block_2_b', 'block_2_add']);
  const wrong = (layerRange: [string, string]) => toSvg(residualModel(3), { layerRange });
  await t.throwsAsync(wrong(['block_2_add', 'block_2_a']), {
    message: /is empty, because "block_2_a" comes first/,
  });
  const error = await t.throwsAsync(wrong(['block_2_a', 'blok_3_a']), { instanceOf: HelmholtzError });
  t.regex(error.message, /Unknown layer "blok_3_a" in the drawn part of "residual"/);
  t.regex(error.hint!, /Did you mean "block_3_a"/);
});

test('all paths between two layers stand out, in every format', async (t) => {
  const options = { highlight: ['block_1_a', 'block_2_a'] as const };
  const stroke = themes.light.highlight.stroke;
  const svg = await toSvg(residualModel(3), options);
  // Four nodes and three edges, whose heads are filled.
  t.is(svg.split(`stroke="${stroke}"`).length - 1, 4 + 3);
  t.is((await toDot(residualModel(3), options)).split(`color="${stroke}"`).length - 1, 4 + 3);
  const mermaid = (await draw(residualModel(3), 'mmd', options)) as string;
  t.regex(mermaid, new RegExp(`linkStyle [0-9],[0-9],[0-9] stroke:${stroke}`));
  await t.throwsAsync(toSvg(siameseModel(), { highlight: ['right', 'split'] }), {
    message: /There is no path from "right"/,
  });
});

test('each node links to the address of the link option, with its encoded name', async (t) => {
  const link = 'https://example.org/{class}?layer={layer}';
  const svg = await toSvg(siameseModel(), { link });
  t.true(svg.includes('<a href="https://example.org/Dense?layer=tower">\n<g data-node="tower:2"'));
  t.notRegex(await toSvg(nastyModel(), { link }), /href="[^"]*[<> ]/);
  await t.throwsAsync(toSvg(siameseModel(), { link: 'javascript:alert(1)' }), {
    message: /is not the URL of a page/,
  });
});
