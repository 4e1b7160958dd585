import { chooseNetworkInput, type OpenedRun, type OpenRunOptions, openRun } from '@helmholtz/analysis';
import { assembled, createCatalogue, modelContainer } from '@helmholtz/recipes';
import { HelmholtzError } from '@helmholtz/base';
import {
  type Assembly,
  catalogue,
  chooseByName,
  createEagerStep,
  declareRecipe,
  eagerCompiler,
  partName,
  type RecipeSizes,
  type Spec,
  type SpecDeclaration,
  type StepCompiler,
  tokens,
} from '@helmholtz/core';
import { RunDirectory } from '@helmholtz/core/run';
import type { DatasetPair, Fitted, TrainingSet } from '@helmholtz/datasets';
import type { Container } from 'inversify';

import { selectBackend, useThreads } from './backends/backends.js';
import { compilerFor, createStepFor } from './backends/compiled-step.js';
import { type LoadedPlugins, loadPlugins } from './plugins/load-plugins.js';
import type { BackendOptions, CommonOptions } from './options.js';
import { type Terminal, createTerminal } from './terminal.js';

/** Data with which a run is opened. */
type RunData = Pick<OpenRunOptions, 'data' | 'dataDir' | 'examples' | 'signal' | 'acceptSpec'>;

/** Composition root for Node: creates the parts that a command needs. */
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

  /**
   * Sets the backend and binds its training step and compiler, unless a plugin has bound its own.
   */
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

  /** Returns the declaration of a recipe at these sizes. */
  declareRecipe(name: string, sizes: RecipeSizes): SpecDeclaration {
    return declareRecipe(chooseByName('recipe', this.container.getAll(catalogue.recipe), name), sizes);
  }

  async loadData(
    data: Spec['data'],
    signal?: AbortSignal,
    fitted?: Fitted,
  ): Promise<DatasetPair<TrainingSet>> {
    // Loads the code that reads data only here.
    const { loadDataOnTerminal } = await import('./data.js');
    return loadDataOnTerminal(data, this.plugins.datasets, this.terminal, signal, fitted);
  }

  /**
   * Builds the model and the objective of a spec, without the checks that compute densities: a
   * drawing needs no backend.
   */
  build(spec: Spec): Pick<Assembly, 'model' | 'objective'> {
    const container = modelContainer(this.container, spec);
    return { model: container.get(tokens.model), objective: container.get(tokens.objective) };
  }

  /** Builds the model, the objective and the other parts of a spec. */
  assemble(spec: Spec): Assembly {
    return assembled(modelContainer(this.container, spec));
  }

  /** Returns the spec, or a new one with what networks read of counts if it leaves that open. */
  withNetworkInput(spec: Spec, model: Assembly['model']): Spec {
    const recipe = chooseByName('recipe', this.container.getAll(catalogue.recipe), partName(spec.recipe));
    const chosen = chooseNetworkInput({ spec, model, recipe });
    return chosen.notes.length === 0 ? spec : chosen.spec;
  }

  /** Compiler of evaluations on the current backend. */
  get compile(): StepCompiler {
    return this.container.get(tokens.compile);
  }

  /** Opens a run: its trained model and its data. */
  async openRun(path: string, options: RunData = {}): Promise<OpenedRun> {
    return this.withPlugins(path, () =>
      openRun(path, {
        ...options,
        compile: this.compile,
        assemble: (spec) => this.assemble(spec),
        loadData: (declared, aborted, fitted) => this.loadData(declared, aborted, fitted),
        onWarning: (line) => this.terminal.warn(line),
        onChange: (line) => this.terminal.status(line),
      }),
    );
  }

  /** Adds a hint to an error if the run was trained with plugins, since it opens only with them. */
  async withPlugins<Result>(path: string, work: () => Result | Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      const environment = RunDirectory.open(path).then((run) => run.readEnvironment());
      const { plugins } = await environment.catch(() => ({ plugins: [] }));
      const explained = error instanceof HelmholtzError;
      if (plugins.length === 0 || !explained || error.kind !== 'usage') throw error;
      throw new HelmholtzError(error.kind, error.message, {
        hint: `The run was trained with plugins. Add: ${plugins.map((file) => `--plugin ${file}`).join(' ')}`,
        cause: error,
      });
    }
  }
}
