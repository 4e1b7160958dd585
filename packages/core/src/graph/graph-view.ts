import type { Tensor } from '@tensorflow/tfjs-core';

import { HelmholtzError, nearest } from '@helmholtz/base';
import type { ChangedInputs, SharedValues } from './changed-inputs.js';
import type { NamedTensors } from './conditional.js';
import { checkFeed } from './feeds.js';
import type { ModelView } from './model-view.js';
import type { ModelTerms, TermsOptions } from './terms.js';
import type { InputVariable } from './variables.js';

/** What a view asks of its model. */
export interface ViewedModel {
  readonly inputs: readonly InputVariable[];
  terms(inputs: readonly Tensor[], noise: readonly Tensor[], options: TermsOptions): ModelTerms;
  /** The graph split for other values of the named inputs. */
  changedInputs(names: readonly string[]): ChangedInputs;
  /** The terms of tensors at the slots of the terms. */
  termsOf(inputs: readonly Tensor[], tensors: readonly Tensor[], samples?: number): ModelTerms;
}

/** A batch and its draw of noise. */
export interface ViewedBatch {
  /** One tensor for each input of the model, in order; undefined where the batch has no values for it. */
  readonly inputs: readonly (Tensor | undefined)[];
  readonly noise: readonly Tensor[];
}

/** A model at one batch, which computes nothing twice that other values of an input don't change. */
export class GraphView implements ModelView {
  private plain: ModelTerms | undefined;
  /** By the names of the inputs that change. */
  private readonly shared = new Map<string, SharedValues>();

  constructor(
    private readonly model: ViewedModel,
    private readonly batch: ViewedBatch,
    private readonly options: TermsOptions,
  ) {}

  terms(feed: NamedTensors = {}): ModelTerms {
    const names = this.changedNames(feed);
    const inputs = this.inputsWith(feed);
    const { noise } = this.batch;
    if (names.length === 0) return (this.plain ??= this.model.terms(inputs, noise, this.options));
    // Of pathwise terms no part is shared: gradients take their own way through them.
    if (this.options.pathwise === true) return this.model.terms(inputs, noise, this.options);
    const changed = this.model.changedInputs(names);
    const key = names.join();
    let shared = this.shared.get(key);
    if (!shared) {
      const given = inputs.filter((_, index) => !names.includes(this.model.inputs[index]!.name));
      this.shared.set(key, (shared = changed.shared([...given, ...noise], this.options)));
    }
    const tensors = changed.fetch(
      names.map((name) => feed[name]!),
      shared,
      this.options,
    );
    return this.model.termsOf(inputs, tensors, this.options.samples);
  }

  /** The names of what is fed, in the order of the model's inputs. */
  private changedNames(feed: NamedTensors): string[] {
    const known = this.model.inputs.map(({ name }) => name);
    const unknown = Object.keys(feed).find((name) => !known.includes(name));
    if (unknown !== undefined) {
      throw new HelmholtzError('data', `The model has no data input "${unknown}".`, {
        hint: nearest(unknown, known),
      });
    }
    return known.filter((name) => Object.hasOwn(feed, name));
  }

  private inputsWith(feed: NamedTensors): Tensor[] {
    const rows = this.batch.inputs.find((tensor) => tensor !== undefined)?.shape[0];
    return this.model.inputs.map((input, index) => {
      const { name } = input;
      const tensor = Object.hasOwn(feed, name) ? feed[name] : this.batch.inputs[index];
      if (tensor && Object.hasOwn(feed, name)) checkFeed(input, tensor, rows ?? tensor.shape[0]);
      if (tensor) return tensor;
      throw new HelmholtzError('data', `The batch has no values for the input "${name}".`, {
        hint: `Give them where the objective asks for terms: model.terms({ ${name} }).`,
      });
    });
  }
}
