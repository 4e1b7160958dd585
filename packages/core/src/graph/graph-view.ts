import type { Tensor } from '@tensorflow/tfjs-core';

import { HelmholtzError, nearest, itemAt } from '@helmholtz/base';
import type { Distribution } from '@helmholtz/distributions';
import type { ChangedInputs, SharedValues } from './changed-inputs.js';
import type { NamedTensors } from './conditional.js';
import { checkFeed } from './feeds.js';
import { type AppliedNetwork, type GraphGroup, inputOf, type ModelView, ofObjective } from './model-view.js';
import type { OwnedNetwork } from './owned-network.js';
import { EXAMPLE_WEIGHT, type ModelTerms, type TermsOptions } from './terms.js';
import type { InputVariable } from './variables.js';

/** Methods of a model that a view needs. */
export interface ViewedModel {
  readonly inputs: readonly InputVariable[];
  readonly networks: readonly OwnedNetwork[];
  terms(inputs: readonly Tensor[], noise: readonly Tensor[], options: TermsOptions): ModelTerms;
  /** Returns the trainable weights of a group. */
  weightsOf(group: GraphGroup): readonly Tensor[];
  /** Returns the graph split for other values of the named inputs. */
  changedInputs(names: readonly string[]): ChangedInputs;
  /** Returns the likelihoods given values of latents and inputs. */
  decode(latents: NamedTensors, inputs: NamedTensors): Distribution[];
  /** Returns the terms from tensors in the slots of the terms. */
  termsOf(inputs: readonly Tensor[], tensors: readonly Tensor[], samples?: number): ModelTerms;
}

/** Batch and its draw of noise. */
export interface ViewedBatch {
  /** One tensor per input of the model, in order; undefined if the batch has no values for it. */
  readonly inputs: readonly (Tensor | undefined)[];
  readonly noise: readonly Tensor[];
  /** Noise that the objective owns, by name. */
  readonly drawn?: NamedTensors | undefined;
  /** Batch of each part of the data, if the data have parts. */
  readonly parts?: Readonly<Record<string, ViewedBatch>> | undefined;
}

export interface ViewOptions extends TermsOptions {
  /** Receives each network that the objective applies, and its inputs. */
  readonly onNetwork?: ((network: OwnedNetwork, inputs: readonly Tensor[]) => void) | undefined;
}

/**
 * View of a model at one batch. When an input changes, only the layers that depend on it run again.
 */
export class GraphView implements ModelView {
  private plain: ModelTerms | undefined;
  /** Views of the parts of the data, by name. */
  private readonly views = new Map<string, GraphView>();
  /** Shared values by the names of the changed inputs. */
  private readonly shared = new Map<string, SharedValues>();

  constructor(
    private readonly model: ViewedModel,
    private readonly viewed: ViewedBatch,
    private readonly options: ViewOptions,
  ) {}

  input(name: string): Tensor {
    if (this.viewed.parts) throw withoutPart(Object.keys(this.viewed.parts));
    const values = this.model.inputs.map((input, index) => [input.name, this.viewed.inputs[index]] as const);
    return inputOf(Object.fromEntries(values), name);
  }

  network(name: string): AppliedNetwork {
    const networks = Object.fromEntries(this.model.networks.map((network) => [network.name, network]));
    const network = ofObjective('network', networks, name);
    const { training = false, onNetwork } = this.options;
    return (...inputs) => {
      onNetwork?.(network, inputs);
      return network.apply(inputs, training);
    };
  }

  decode(latents: NamedTensors): readonly Distribution[] {
    if (this.viewed.parts) throw withoutPart(Object.keys(this.viewed.parts));
    const given = this.model.inputs.flatMap(({ name }, index) => {
      const values = this.viewed.inputs[index];
      return values ? [[name, values] as const] : [];
    });
    return this.model.decode(latents, Object.fromEntries(given));
  }

  noise(name: string): Tensor {
    return ofObjective('noise', this.viewed.drawn ?? {}, name);
  }

  weights(group: GraphGroup): readonly Tensor[] {
    return this.model.weightsOf(group);
  }

  batch(name: string): ModelView {
    const { parts } = this.viewed;
    if (!parts) return this;
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (!part) {
      throw new HelmholtzError('usage', `The objective asks for the batch "${name}", which the data lack.`, {
        hint: nearest(name, Object.keys(parts)),
      });
    }
    let view = this.views.get(name);
    if (!view) this.views.set(name, (view = new GraphView(this.model, part, this.options)));
    return view;
  }

  terms(feed: NamedTensors = {}): ModelTerms {
    const terms = this.termsAt(feed);
    const weights = this.viewed.drawn?.[EXAMPLE_WEIGHT];
    return weights ? { ...terms, weights } : terms;
  }

  private termsAt(feed: NamedTensors): ModelTerms {
    if (this.viewed.parts) throw withoutPart(Object.keys(this.viewed.parts));
    const names = this.changedNames(feed);
    const inputs = this.inputsWith(feed);
    const { noise } = this.viewed;
    if (names.length === 0) return (this.plain ??= this.model.terms(inputs, noise, this.options));
    // Pathwise terms share nothing, because their gradients depend on how they are computed.
    const { pathwise = false, discrete = false, enumerated = false } = this.options;
    if (pathwise || discrete || enumerated) return this.model.terms(inputs, noise, this.options);
    const changed = this.model.changedInputs(names);
    const key = names.join();
    let shared = this.shared.get(key);
    if (!shared) {
      const given = inputs.filter((_, index) => !names.includes(itemAt(this.model.inputs, index).name));
      this.shared.set(key, (shared = changed.shared([...given, ...noise], this.options)));
    }
    const tensors = changed.fetch(
      names.map((name) => feed[name]!),
      shared,
      this.options,
    );
    return this.model.termsOf(inputs, tensors, this.options.samples);
  }

  /** Names of the fed inputs, in the order of the model's inputs. */
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
    const rows = this.viewed.inputs.find((tensor) => tensor !== undefined)?.shape[0];
    return this.model.inputs.map((input, index) => {
      const { name } = input;
      const tensor = Object.hasOwn(feed, name) ? feed[name] : this.viewed.inputs[index];
      if (tensor && Object.hasOwn(feed, name)) checkFeed(input, tensor, rows ?? tensor.shape[0]);
      return inputOf({ [name]: tensor }, name);
    });
  }
}

function withoutPart(parts: readonly string[]): HelmholtzError {
  const [first = 'labelled'] = parts;
  return new HelmholtzError(
    'usage',
    'The data have parts, and the objective asks for terms without naming a part.',
    { hint: `Name one of ${parts.join(', ')}: model.batch('${first}').terms().` },
  );
}
