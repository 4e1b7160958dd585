import { type OpenedRun, type OpenRunOptions, openRun } from '@helmholtz/analysis';
import { assembled, createCatalogue, modelContainer } from '@helmholtz/recipes';
import { HelmholtzError } from '@helmholtz/base';
import {
  type Assembly,
  catalogue,
  chooseByName,
  createEagerStep,
  declareRecipe,
  eagerCompiler,
  type RecipeSizes,
  type Spec,
  type SpecDeclaration,
  type StepCompiler,
  tokens,
} from '@helmholtz/core';
import { RunDirectory } from '@helmholtz/core/run';
import type { DatasetPair, Fitted } from '@helmholtz/datasets';
import type { Container } from 'inversify';

import { selectBackend, useThreads } from './backends/backends.js';
import { compilerFor, createStepFor } from './backends/compiled-step.js';
import { type LoadedPlugins, loadPlugins } from './plugins/load-plugins.js';
import type { BackendOptions, CommonOptions } from './options.js';
import { type Terminal, createTerminal } from './terminal.js';

/** The data that a run is used with. */
type RunData = Pick<OpenRunOptions, 'data' | 'dataDir' | 'examples' | 'signal'>;

/** The composition root for Node: what a command line asks for, put together. */
export class Workspace {
  private constructor(
    readonly terminal: Terminal,
    readonly plugins: LoadedPlugins,
    readonly container: Container,
  ) {}

  static async open(options: CommonOptions): Promise<Workspace> {
    const plugins = await loadPlugins(options.plugin);
    return new Workspace(createTerminal(options), plugins, createCatalogue(plugins.parts));
  }

  /** Sets the backend, and binds what updates are done by on it, unless a plugin bound something else. */
  async selectBackend(options: BackendOptions): Promise<string> {
    const warn = (line: string): void => this.terminal.warn(line);
    const backend = await selectBackend(options.backend, warn);
    if (options.threads !== undefined) await useThreads(backend, options.threads);
    if (this.container.get(tokens.createStep) === createEagerStep) {
      const createStep = await createStepFor(backend, warn);
      this.container.rebind(tokens.createStep).toConstantValue(createStep);
    }
    if (this.container.get(tokens.compile) === eagerCompiler) {
      this.container.rebind(tokens.compile).toConstantValue(await compilerFor(backend, warn));
    }
    return backend;
  }

  /** What the name of a recipe declares, at the sizes that are given. */
  declareRecipe(name: string, sizes: RecipeSizes): SpecDeclaration {
    return declareRecipe(chooseByName('recipe', this.container.getAll(catalogue.recipe), name), sizes);
  }

  async loadData(data: Spec['data'], signal?: AbortSignal, fitted?: Fitted): Promise<DatasetPair> {
    // What reads data is loaded with the first of them.
    const { loadDataOnTerminal } = await import('./data.js');
    return loadDataOnTerminal(data, this.plugins.datasets, this.terminal, signal, fitted);
  }

  /** All that a spec declares, from the parts on offer. */
  assemble(spec: Spec): Assembly {
    return assembled(modelContainer(this.container, spec));
  }

  /** What compiles evaluations on the backend that is set. */
  get compile(): StepCompiler {
    return this.container.get(tokens.compile);
  }

  /** A trained model with its data, from the folder of its run. */
  async openRun(path: string, { data, dataDir, examples, signal }: RunData = {}): Promise<OpenedRun> {
    return this.withPlugins(path, () =>
      openRun(path, {
        data,
        dataDir,
        examples,
        signal,
        compile: this.compile,
        assemble: (spec) => this.assemble(spec),
        loadData: (declared, aborted, fitted) => this.loadData(declared, aborted, fitted),
        onWarning: (line) => this.terminal.warn(line),
        onChange: (line) => this.terminal.status(line),
      }),
    );
  }

  /** A run that was trained with plugins can be opened with them only, which is better said than guessed. */
  async withPlugins<Result>(path: string, work: () => Result | Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      const environment = RunDirectory.open(path).then((run) => run.readEnvironment());
      const { plugins } = await environment.catch(() => ({ plugins: [] }));
      const explained = error instanceof HelmholtzError;
      if (plugins.length === 0 || !explained || error.kind !== 'usage') throw error;
      throw new HelmholtzError(error.kind, error.message, {
        hint: `The run was trained with plugins; add: ${plugins.map((file) => `--plugin ${file}`).join(' ')}`,
        cause: error,
      });
    }
  }
}
