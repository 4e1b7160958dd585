import {
  type Direction,
  type DrawOptions,
  type FormatName,
  type PageName,
  type ThemeName,
  directions,
  formats,
  levels,
  pages,
  startLayoutEngine,
  themes,
  views,
} from '@helmholtz/diagrams';
import { Command, Option } from 'commander';

import type { SpecOptions } from '@helmholtz/recipes/reading';
import { checkPair, drawComparison } from '../drawing/comparison.js';
import { deliver, drawAll } from '../drawing/deliver.js';
import { type Figure, type FigureOptions, figuresOf, formatsOf } from '../drawing/figures.js';
import { type LayerSwitches, switched, withLayerSwitches } from '../drawing/layer-switches.js';
import { type PlateOptions, plateOptions, withPlateOptions } from '../drawing/plate-options.js';
import { type PartOptions, partOptions, withPartOptions } from '../drawing/part-options.js';
import { openSubjects } from '../drawing/open-subjects.js';
import { withSources } from '../drawing/source-options.js';
import { targetOf } from '../drawing/targets.js';
import { watchUntilInterrupted, watchedFiles } from '../drawing/watch.js';
import { type CommonOptions, positiveNumber, withCommonOptions } from '../options.js';
import { createTerminal } from '../terminal.js';

interface DrawCommandOptions
  extends CommonOptions, SpecOptions, FigureOptions, LayerSwitches, PartOptions, PlateOptions {
  readonly diff?: true;
  readonly watch?: true;
  readonly out?: string;
  readonly theme: ThemeName;
  readonly dpi?: number;
  readonly width?: string;
  readonly height?: string;
  readonly page?: PageName;
  readonly rankdir?: Direction;
  readonly title?: string;
}

const examples = `
Every option that shows something has an opposite: --no-shapes, --no-legend and so on.

Levels:
${table(levels)}

Views of the level layers:
${table(views)}

Formats:
${table(formats)}

Examples:
  $ helmholtz draw vae --format dot
  $ helmholtz draw vae --view encoder-kl --out encoder.svg
  $ helmholtz draw --diff before.yaml after.yaml --out diff.svg
  $ helmholtz draw vae --level plates --examples 60000 --symbol z=h_n --out plates.svg
  $ helmholtz draw examples/models/two-hidden-layers.yaml --format png --theme dark
  $ helmholtz draw runs/mine --view all --format svg,png --out figures
  $ helmholtz draw model.json --fold --shapes --parameters --out model.pdf
  $ helmholtz draw dlgm --level joint --width 5.5in --out paper.pdf
  $ helmholtz draw model.yaml --watch --out model.svg`;

export function drawCommand(): Command {
  const command = new Command('draw')
    .summary('draw the architecture of a model')
    .description(
      'Draws the architecture of recipes, spec files, saved models and runs. --level, --view and --format take one name, several separated by commas, or all. Without --out, text formats go to stdout, and SVG too if stdout is not a terminal. Other drawings go to files named after their level or view.',
    )
    .option('--level <names>', 'level of detail, see Levels below', 'layers')
    .option(
      '--view <names>',
      'part of the layers to show, see Views below (default: vae, or model for a model without latents)',
    )
    .option('--diff', 'compare two models: layers added, removed and changed')
    .option('--format <names>', 'file formats, see Formats below (default: from the name of --out, or svg)')
    .option('--out <path>', 'file to write, or a folder for several drawings')
    .option('--watch', 'draw again whenever a source file changes, until Ctrl-C')
    .addOption(
      new Option('--theme <name>', 'colours and line styles').choices(Object.keys(themes)).default('light'),
    )
    .option(
      '--dpi <number>',
      'resolution of PNG in pixels per inch, 10 to 1200 (default: 192)',
      positiveNumber,
    )
    .option('--width <length>', 'width of the figure, such as 5.5in, 14cm or 400pt (default: its own)')
    .option('--height <length>', 'height of the figure; with --width, it fits both')
    .addOption(
      new Option('--page <paper>', 'paper that the figure must fit, with margins of 20 mm').choices(
        Object.keys(pages),
      ),
    )
    .addOption(
      new Option(
        '--rankdir <direction>',
        'direction of the data flow: T top, B bottom, L left, R right',
      ).choices(directions),
    )
    .option('--title <text>', 'heading above the figure')
    .addHelpText('after', examples)
    .action(runDraw);
  return withCommonOptions(withPlateOptions(withPartOptions(withLayerSwitches(withSources(command)))));
}

async function runDraw(sources: readonly string[], options: DrawCommandOptions): Promise<void> {
  const requestedSources = sources.length === 0 ? ['vae'] : sources;
  if (options.diff) checkPair(sources);
  const figures = figuresOf(options);
  const target = targetOf(
    options.out,
    formatsOf(options),
    options.diff ? 1 : requestedSources.length * figures.length,
  );
  const terminal = createTerminal(options);
  if (needsLayout(figures, target.formats)) startLayoutEngine();
  const shared = { ...drawOptions(options), onNotice: (line: string) => terminal.warn(line) };
  const drawNow = async (): Promise<void> => {
    const subjects = await openSubjects(requestedSources, options);
    const drawings = options.diff
      ? await drawComparison(subjects, target, shared)
      : await drawAll(subjects, figures, target, shared);
    await deliver(drawings, target, terminal);
  };
  if (!options.watch) return drawNow();
  const files = await watchedFiles(requestedSources, options.out);
  await drawNow();
  await watchUntilInterrupted(files, drawNow, terminal);
}

/** Plates have their own layout; text formats need none. */
function needsLayout(figures: readonly Figure[], asked: readonly FormatName[]): boolean {
  return (
    figures.some(({ level }) => level !== 'plates') &&
    formats.some(({ name, isSource }) => !isSource && asked.includes(name))
  );
}

function drawOptions(options: DrawCommandOptions): DrawOptions {
  const { theme, dpi, width, height, page, rankdir, title } = options;
  return {
    ...switched(options),
    ...partOptions(options),
    ...plateOptions(options),
    theme,
    ...(dpi === undefined ? {} : { dpi }),
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
    ...(page === undefined ? {} : { page }),
    ...(rankdir === undefined ? {} : { rankdir }),
    ...(title === undefined ? {} : { title }),
  };
}

function table(parts: readonly { readonly name: string; readonly summary: string }[]): string {
  return parts.map(({ name, summary }) => `  ${name.padEnd(18)} ${summary}`).join('\n');
}
