import { createCatalogue } from '@helmholtz/recipes';
import {
  type LatentVariableModel,
  type Objective,
  type Spec,
  modelModule,
  tokens,
  writeWeights,
} from '@helmholtz/core';
import { type Checkpoint, RunDirectory } from '@helmholtz/core/run';
import type { DatasetPair } from '@helmholtz/datasets';
import type { Container } from 'inversify';

import { selectBackend } from './backends/backends.js';
import { loadData } from './data.js';
import { type LoadedPlugins, loadPlugins } from './plugins/load-plugins.js';
import type { BackendOptions, CommonOptions } from './options.js';
import { type Terminal, createTerminal } from './terminal.js';
import { finalCheckpoint } from './training/recorder.js';

/** The composition root for Node: what a command line asks for, put together. */
export class Workspace {
  private constructor(
    readonly terminal: Terminal,
    readonly plugins: LoadedPlugins,
    readonly container: Container,
  ) {}

  static async open(options: CommonOptions): Promise<Workspace> {
    const plugins = await loadPlugins(options.plugin);
    return new Workspace(createTerminal(options), plugins, createCatalogue(plugins.modules));
  }

  async selectBackend({ backend }: BackendOptions): Promise<string> {
    return selectBackend(backend, (line) => this.terminal.warn(line));
  }

  async loadData(data: Spec['data'], signal?: AbortSignal): Promise<DatasetPair> {
    return loadData(data, this.plugins.datasets, this.terminal, signal);
  }

  /** The model and the objective that a spec declares, from the parts on offer. */
  assemble(spec: Spec): { model: LatentVariableModel; objective: Objective } {
    this.container.load(modelModule(spec));
    return { model: this.container.get(tokens.model), objective: this.container.get(tokens.objective) };
  }

  /** A trained model from the folder of its run. */
  async openRun(path: string): Promise<OpenedRun> {
    const run = await RunDirectory.open(path);
    const spec = await run.readSpec();
    const checkpoint = await run.readCheckpoint(await finalCheckpoint(run, spec));
    const { model, objective } = this.assemble(spec);
    writeWeights(model, checkpoint.weights);
    return { run, spec, checkpoint, model, objective };
  }
}

export interface OpenedRun {
  readonly run: RunDirectory;
  readonly spec: Spec;
  readonly checkpoint: Checkpoint;
  readonly model: LatentVariableModel;
  readonly objective: Objective;
}
