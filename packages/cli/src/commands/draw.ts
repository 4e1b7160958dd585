import { readFile } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';

import { HelmholtzError, type Spec, chooseByName } from '@helmholtz/core';
import { RunDirectory, makeFolder, writeFileAtomic } from '@helmholtz/core/run';
import { type DrawFormat, draw, drawFormats, views } from '@helmholtz/diagrams';
import { Command, Option } from 'commander';

import { type SpecOptions, declareSpec, isSpecFile } from '../declaration.js';
import { type CommonOptions, sizes, wholeNumber, withCommonOptions } from '../options.js';
import { Workspace } from '../workspace.js';

interface DrawOptions extends CommonOptions, SpecOptions {
  readonly format?: DrawFormat;
  readonly view: string;
  readonly out?: string;
}

const figures = views.map(({ name }) => name);

const examples = `
Views:
${views.map(({ name, summary }) => `  ${name.padEnd(18)} ${summary}`).join('\n')}

Examples:
  $ helmholtz draw vae --format dot
  $ helmholtz draw vae --format svg --view encoder-kl --out encoder.svg
  $ helmholtz draw my-model.yaml --format png --out model.png
  $ helmholtz draw runs/mine --view all --out figures/`;

export function drawCommand(): Command {
  const command = new Command('draw')
    .summary('draw the architecture of a model')
    .description(
      'Draws a recipe, a declared model or a run. Text formats go to stdout unless --out names a file.',
    )
    .argument('[recipe-spec-or-run]', 'a recipe, a YAML or JSON file, or the folder of a run', 'vae')
    .addOption(
      new Option('--format <format>', "how it is written; as --out's name says, else svg").choices(
        drawFormats,
      ),
    )
    .addOption(new Option('--view <view>', 'what is shown').choices([...figures, 'all']).default('vae'))
    .option('--hidden <sizes>', 'hidden units of a recipe, such as 256 or 512,256', sizes)
    .option('--latent <size>', 'latent dimensions of a recipe', wholeNumber(1))
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
  const drawn = names.map(async (name) => {
    const { name: known } = chooseByName('view', views as never, name);
    return [known, await draw(model.description, format, { view: known as never })] as const;
  });
  await deliver(await Promise.all(drawn), { ...options, format }, workspace);
}

async function deliver(
  drawn: readonly (readonly [string, string | Uint8Array])[],
  { format, out, view }: DrawOptions & { readonly format: DrawFormat },
  { terminal }: Workspace,
): Promise<void> {
  const [[, only] = ['', '']] = drawn;
  if (out === undefined && view !== 'all' && typeof only === 'string') {
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
  const isRun = await readFile(join(source, 'spec.yaml')).then(
    () => true,
    () => false,
  );
  if (isRun) return (await RunDirectory.open(source)).readSpec();
  if (!isSpecFile(source) && basename(source) !== source) {
    throw new HelmholtzError(
      'usage',
      `${source} is not a recipe, a .yaml or .json file, or the folder of a run.`,
      {
        hint: 'See helmholtz list for the recipes.',
      },
    );
  }
  return declareSpec(source, options, (data) => shapeOf(data, workspace));
}

/** The shape of an example, without loading the data where it is known that they are MNIST's or of its kind. */
async function shapeOf(data: Spec['data'], workspace: Workspace): Promise<readonly number[]> {
  const { train } = ['digits', 'mnist', 'fashion-mnist'].includes(data.dataset)
    ? { train: { shape: [28, 28, 1] } }
    : await workspace.loadData({ ...data, padding: 'none' });
  return data.padding === 'none' ? train.shape : [data.padding, data.padding, ...train.shape.slice(2)];
}
