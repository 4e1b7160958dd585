import {
  type Assembly,
  catalogueModule,
  checkLatents,
  coreParts,
  type LatentVariableModel,
  modelModule,
  parseSpec,
  type PartLists,
  type Parts,
  registerParts,
  type Spec,
  tokens,
  trainingModule,
} from '@helmholtz/core';
import { layerParts, networksModule } from '@helmholtz/layers';
import { Container } from 'inversify';

import * as recipeParts from './parts.js';
import type { NoParts, SpecInput } from './spec-input.js';

/**
 * Everything on offer in the packages of Helmholtz, and in `plugins`, whose parts take the place of ours of the same name.
 * What layers and files name is registered with the process: families, KL divergences, noise and layer classes of plugins.
 */
export function createCatalogue(plugins: readonly Parts[] = []): Container {
  const { likelihoods, posteriors, priors, conditionalPriors } = layerParts;
  const own: Parts = { ...recipeParts, ...coreParts, likelihoods, posteriors, priors, conditionalPriors };
  plugins.forEach(registerParts);
  const container = new Container();
  container.load(trainingModule, ...[own, ...plugins].map(catalogueModule));
  return container;
}

/** A container of one model's parts, as its spec chooses them from a catalogue, which may serve many models. */
export function modelContainer(parts: Container, spec: Spec): Container {
  const container = new Container({ parent: parts });
  container.load(modelModule(spec), networksModule);
  return container;
}

/**
 * A container that holds one model's parts, as its spec chooses them; rebind a token to swap a part. The model's `spec`
 * stays what was declared.
 *
 * @param spec a literal, checked by the compiler, or a parsed spec. `createContainer<typeof parts>(spec, [parts])` knows the
 *   names of a plugin, too, and `createContainer<PartLists>(spec)` takes any.
 *
 * @throws HelmholtzError (`usage`) for an invalid spec.
 */
export function createContainer(spec: Spec, plugins?: readonly Parts[]): Container;
export function createContainer<Added extends Partial<PartLists> = NoParts>(
  spec: SpecInput<Added>,
  plugins?: readonly Parts[],
): Container;
export function createContainer(spec: object, plugins: readonly Parts[] = []): Container {
  return modelContainer(createCatalogue(plugins), parseSpec(spec));
}

/**
 * What a container of a model's parts holds, put together.
 *
 * @throws HelmholtzError (`graph`) for an objective that the model's distributions can't give.
 */
export function assembled(container: Container): Assembly {
  const assembly = {
    spec: container.get(tokens.spec),
    model: container.get(tokens.model),
    objective: container.get(tokens.objective),
    createStep: container.get(tokens.createStep),
  };
  // Of flows no tensors are needed; other latents are checked before the first step.
  const flows = assembly.model.latents.filter(({ divergence }) => divergence?.layer.atDraw);
  checkLatents(assembly.objective, { latents: flows });
  return assembly;
}

/**
 * All that a spec declares, ready for `trainAssembly`.
 *
 * @throws HelmholtzError (`usage`) for an invalid spec or an unknown part.
 */
export function assemble(spec: Spec, plugins?: readonly Parts[]): Assembly;
export function assemble<Added extends Partial<PartLists> = NoParts>(
  spec: SpecInput<Added>,
  plugins?: readonly Parts[],
): Assembly;
export function assemble(spec: object, plugins: readonly Parts[] = []): Assembly {
  return assembled(modelContainer(createCatalogue(plugins), parseSpec(spec)));
}

/**
 * The model that a spec declares, without its objective and what it says of training.
 *
 * @throws HelmholtzError (`usage`) for an invalid spec or an unknown part.
 */
export function buildModel(spec: Spec, plugins?: readonly Parts[]): LatentVariableModel;
export function buildModel<Added extends Partial<PartLists> = NoParts>(
  spec: SpecInput<Added>,
  plugins?: readonly Parts[],
): LatentVariableModel;
export function buildModel(spec: object, plugins: readonly Parts[] = []): LatentVariableModel {
  return modelContainer(createCatalogue(plugins), parseSpec(spec)).get(tokens.model);
}
