import { extname, join, resolve } from 'node:path';

import { HelmholtzError, type Spec } from '@helmholtz/core';
import { RunDirectory, makeFolder, writeFileAtomic } from '@helmholtz/core/run';
import { type DrawFormat, type ViewName, draw, drawFormats, views } from '@helmholtz/diagrams';
import { Command, Option } from 'commander';

import { type SpecOptions, declareSpec, isRun } from '../declaration.js';
import { type CommonOptions, size, sizes, withCommonOptions } from '../options.js';
import { Workspace } from '../workspace.js';

interface DrawOptions extends CommonOptions, SpecOptions {
  readonly format?: DrawFormat;
  readonly view: ViewName | 'all';
  readonly out?: string;
}

const figures = views.map(({ name }) => name);

const examples = `
Views:
${views.map(({ name, summary }) => `  ${name.padEnd(18)} ${summary}`).join('\n')}

Examples:
  $ helmholtz draw vae --format dot
  $ helmholtz draw vae --view encoder-kl --out encoder.svg
  $ helmholtz draw examples/models/two-hidden-layers.yaml --format png
  $ helmholtz draw runs/mine --view all --out figures`;

export function drawCommand(): Command {
  const command = new Command('draw')
    .summary('draw the architecture of a model')
    .description(
      'Draws a recipe, a declared model or a run. Without --out, text goes to stdout: DOT always, SVG unless stdout is a terminal; else a file named after the view is written.',
    )
    .argument('[recipe-spec-or-run]', 'a recipe, a YAML or JSON file, or the folder of a run', 'vae')
    .addOption(
      new Option('--format <format>', "how it is written; as --out's name says, else svg").choices(
        drawFormats,
      ),
    )
    .addOption(new Option('--view <view>', 'what is shown').choices([...figures, 'all']).default('vae'))
    .option('--hidden <sizes>', 'hidden units of a recipe, such as 256 or 512,256', sizes)
    .option('--latent <size>', 'latent dimensions of a recipe', size)
    .option('--likelihood <name>', 'likelihood of a recipe')
    .option('--out <file>', 'file to write; a folder for --view all')
    .addHelpText('after', examples)
    .action(runDraw);
  return withCommonOptions(command);
}

async function runDraw(source: string, options: DrawOptions): Promise<void> {
  const workspace = await Workspace.open(options);
  // Layers make their weights when they are connected, which takes a backend, but no computing.
  await workspace.selectBackend({ backend: 'cpu' });
  const { model } = workspace.assemble(await specOf(source, options, workspace));
  const { view } = options;
  const format = formatOf(options);
  const names = view === 'all' ? figures : [view];
  const drawn = names.map(
    async (name) => [name, await draw(model.description, format, { view: name })] as const,
  );
  await deliver(await Promise.all(drawn), { ...options, format }, workspace);
}

async function deliver(
  drawn: readonly (readonly [string, string | Uint8Array])[],
  { format, json, out, view }: DrawOptions & { readonly format: DrawFormat },
  { terminal }: Workspace,
): Promise<void> {
  const [[, only] = ['', '']] = drawn;
  // Nobody reads thousands of lines of SVG on a screen.
  const toScreen = process.stdout.isTTY && format !== 'dot' && !json;
  if (out === undefined && view !== 'all' && typeof only === 'string' && !toScreen) {
    return terminal.result(only.trimEnd(), { view, format, drawing: only });
  }
  if (out !== undefined && view === 'all') await makeFolder(resolve(out));
  const file = (name: string): string =>
    view === 'all' ? join(out ?? '.', `${name}.${format}`) : (out ?? `${name}.${format}`);
  for (const [name, contents] of drawn) await writeFileAtomic(resolve(file(name)), contents);
  const files = drawn.map(([name]) => file(name));
  terminal.result(files.map((path) => `wrote ${path}`).join('\n'), { files });
}

/** What was asked for, or what the file's name says; the two must agree. */
function formatOf({ format, out, view }: DrawOptions): DrawFormat {
  const ending = view === 'all' || out === undefined ? '' : extname(out).slice(1);
  const named = drawFormats.find((known) => known === ending);
  if (ending !== '' && (named === undefined || (format !== undefined && format !== named))) {
    throw new HelmholtzError('usage', `The drawing was to be written as ${format ?? 'svg'} to ${out}.`, {
      hint: `Its name must end in ${format === undefined ? drawFormats.map((known) => `.${known}`).join(' or ') : `.${format}`}.`,
    });
  }
  return format ?? named ?? 'svg';
}

async function specOf(source: string, options: SpecOptions, workspace: Workspace): Promise<Spec> {
  if (await isRun(source)) return (await RunDirectory.open(source)).readSpec();
  return declareSpec(source, options, (data) => shapeOf(data, workspace));
}

/** The shape of an example, without loading the data where it is known that they are MNIST's or of its kind. */
async function shapeOf(data: Spec['data'], workspace: Workspace): Promise<readonly number[]> {
  const { train } = ['digits', 'mnist', 'fashion-mnist'].includes(data.dataset)
    ? { train: { shape: [28, 28, 1] } }
    : await workspace.loadData({ ...data, padding: 'none' });
  return data.padding === 'none' ? train.shape : [data.padding, data.padding, ...train.shape.slice(2)];
}
