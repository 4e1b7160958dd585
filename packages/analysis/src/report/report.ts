import { HelmholtzError } from '@helmholtz/base';
import type { Environment, RunDirectory } from '@helmholtz/core/run';
import { rasterize } from '@helmholtz/diagrams';
import { type ReportContent, drawFigures, figureFiles, reportHtml } from '@helmholtz/report';

import type { OpenedRun } from '../run/open-run.js';
import type { TrainedRun } from '../run/trained-run.js';
import { reportTask, throwIfAborted, type WorkOptions } from '../run/work-options.js';
import { diagramsOfModel } from './diagrams-of-model.js';
import { figuresOfRun } from './figures-of-run.js';
import { type ReportSources, reportTexts } from './report-content.js';
import { readTrainingRecord, type TrainingRecord } from './training-record.js';

export interface ReportOptions extends WorkOptions {
  /** Result of `trainAssembly`; read from the folder of the run by default. */
  readonly training?: TrainingRecord | undefined;
  /** Where the run was made; read from the folder of the run by default. */
  readonly environment?: Environment | undefined;
  /** Name of the backend that trained; that of the environment by default. */
  readonly backend?: string | undefined;
  /** Command line that trains the run again; that of the environment by default. */
  readonly command?: string | undefined;
}

export interface Report {
  /** The plain data that the report shows. */
  readonly content: ReportContent;
  /**
   * The files of the report by their paths in the folder of a run: `report.html`,
   * `figures/nelbo.svg` ...
   */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
}

/**
 * Makes the report of a run: computes and draws its figures and the HTML page that shows them.
 *
 * @throws HelmholtzError (`usage`) without `training` and `environment` for a run that is not
 * opened from a folder.
 *
 * @example
 * ```ts
 * import { openRun, report } from '@helmholtz/analysis';
 * import { trainAssembly } from '@helmholtz/core';
 * import { describeEnvironment, RunDirectory } from '@helmholtz/core/run';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { assemble, type SpecInput } from '@helmholtz/recipes';
 * import '@tensorflow/tfjs-backend-cpu';
 *
 * const networks = { recognition: [], generative: [] };
 * const latents = [{ name: 'z', size: 2 }];
 * const spec: SpecInput = { recipe: 'vae', observed: { shape: [4] }, latents, networks };
 * const rows = [[0, 1, 0, 1], [1, 0, 1, 0]];
 * const images = arrayDataset({ name: 'tiny', shape: [2, 2, 1], data: rows });
 * const data = { train: images, test: images };
 * const folder = 'runs/to-report';
 * await trainAssembly(assemble(spec), { data, run: () => RunDirectory.create(folder) });
 *
 * const run = await openRun(folder, { loadData: () => Promise.resolve(data) });
 * const versions = { helmholtz: '0.1.0', tensorflowjs: '4.22.0' };
 * const started = { ...versions, backend: 'cpu', command: '', plugins: [] };
 * const { content } = await report(run, { environment: describeEnvironment(started) });
 * console.log(content.title); // vae on digits
 * ```
 */
export async function report(run: TrainedRun | OpenedRun, options: ReportOptions = {}): Promise<Report> {
  const { signal } = options;
  const sources = await sourcesOf(run, options);
  throwIfAborted(signal, 'drawing the report');
  const progress = reportTask(options, 'drawing the figures');
  const diagrams = await diagramsOfModel(run.model.description);
  progress(1, 4);
  throwIfAborted(signal, 'drawing the report');
  const content = { ...reportTexts(run, sources), ...(await figuresOfRun(run)), diagrams };
  progress(2, 4);
  throwIfAborted(signal, 'drawing the report');
  const figures = drawFigures(content);
  progress(3, 4);
  const figureContents = [...(await figureFiles(figures, diagrams, rasterize))];
  const files = new Map(figureContents.map(([name, contents]) => [`figures/${name}`, contents]));
  progress(4, 4);
  return { content, files: files.set('report.html', reportHtml(content, figures)) };
}

/**
 * Makes the report of a run and writes its files to the folder.
 *
 * @returns the path of the page.
 *
 * @example
 * ```ts
 * import { openRun, writeReport } from '@helmholtz/analysis';
 * import { trainAssembly } from '@helmholtz/core';
 * import { describeEnvironment, RunDirectory } from '@helmholtz/core/run';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { assemble, type SpecInput } from '@helmholtz/recipes';
 * import '@tensorflow/tfjs-backend-cpu';
 *
 * const networks = { recognition: [], generative: [] };
 * const latents = [{ name: 'z', size: 2 }];
 * const spec: SpecInput = { recipe: 'vae', observed: { shape: [4] }, latents, networks };
 * const rows = [[0, 1, 0, 1], [1, 0, 1, 0]];
 * const images = arrayDataset({ name: 'tiny', shape: [2, 2, 1], data: rows });
 * const data = { train: images, test: images };
 * const folder = 'runs/with-report';
 * await trainAssembly(assemble(spec), { data, run: () => RunDirectory.create(folder) });
 *
 * const run = await openRun(folder, { loadData: () => Promise.resolve(data) });
 * const versions = { helmholtz: '0.1.0', tensorflowjs: '4.22.0' };
 * const started = { ...versions, backend: 'cpu', command: '', plugins: [] };
 * const path = await writeReport(run, { environment: describeEnvironment(started) });
 * console.log(path === `${folder}/report.html`); // true
 * ```
 */
export async function writeReport(
  run: TrainedRun & { readonly directory: RunDirectory },
  options: ReportOptions = {},
): Promise<string> {
  const { files } = await report(run, options);
  for (const [path, contents] of files) await run.directory.write(path, contents);
  return `${run.directory.path}/report.html`;
}

async function sourcesOf(run: TrainedRun | OpenedRun, options: ReportOptions): Promise<ReportSources> {
  const opened = 'checkpoint' in run ? run : undefined;
  const training = options.training ?? (opened && (await readTrainingRecord(opened)));
  const environment = options.environment ?? (await opened?.directory.readEnvironment());
  if (!training || !environment) {
    throw new HelmholtzError('usage', 'The run has no folder to make a report from.', {
      hint: 'Give `training`, which trainAssembly returns, and `environment`, or open the folder of a run.',
    });
  }
  const { backend = environment.backend, command = environment.command } = options;
  return { training, environment, backend, command };
}
