import {
  type Assembly,
  catalogueModule,
  checkDistributions,
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
  withinMemory,
} from '@helmholtz/core';
import { layerParts, networksModule } from '@helmholtz/layers';
import { Container } from 'inversify';

import * as recipeParts from './parts.js';
import type { NoParts, SpecInput } from './spec-input.js';

/**
 * Creates a container of all parts of Helmholtz and of `plugins`. A part of a plugin replaces one
 * of the same name.
 *
 * Distributions, KL divergences, noise sources and layer classes of plugins are registered for the
 * whole process.
 *
 * @example
 * ```ts
 * import { catalogue } from '@helmholtz/core';
 * import { createCatalogue } from '@helmholtz/recipes';
 *
 * const recipes = createCatalogue().getAll(catalogue.recipe);
 * console.log(recipes.some(({ name }) => name === 'vae')); // true
 * ```
 */
export function createCatalogue(plugins: readonly Parts[] = []): Container {
  const { likelihoods, posteriors, priors, conditionalPriors } = layerParts;
  const ownParts: Parts = {
    ...recipeParts,
    ...coreParts,
    likelihoods,
    posteriors,
    priors,
    conditionalPriors,
  };
  plugins.forEach(registerParts);
  const container = new Container();
  container.load(trainingModule, ...[ownParts, ...plugins].map(catalogueModule));
  return container;
}

/**
 * Creates a container of the parts of one model, chosen by its spec from a catalogue. A catalogue
 * can serve many models.
 *
 * @example
 * ```ts
 * import { parseSpec, tokens } from '@helmholtz/core';
 * import { createCatalogue, modelContainer } from '@helmholtz/recipes';
 *
 * const spec = parseSpec({
 *   recipe: 'vae',
 *   observed: { shape: [784] },
 *   latents: [{ name: 'z', size: 2 }],
 *   networks: { recognition: [], generative: [] },
 * });
 * const container = modelContainer(createCatalogue(), spec);
 * console.log(container.get(tokens.model).latents[0]?.name); // z
 * ```
 */
export function modelContainer(parts: Container, spec: Spec): Container {
  const container = new Container({ parent: parts });
  container.load(modelModule(spec), networksModule);
  return container;
}

/**
 * Creates a container of the parts of one model. To swap a part, rebind its token. The model's
 * `spec` does not change.
 *
 * @param spec a literal, checked by the compiler, or a parsed spec. `createContainer<typeof
 * parts>(spec, [parts])` also accepts the names of a plugin, `createContainer<PartLists>(spec)` any
 * name.
 * @throws HelmholtzError (`usage`) for an invalid spec.
 *
 * @example
 * ```ts
 * import { constantPrior, tokens } from '@helmholtz/core';
 * import { createContainer } from '@helmholtz/recipes';
 *
 * const container = createContainer({
 *   recipe: 'vae',
 *   observed: { shape: [784] },
 *   latents: [{ name: 'z', size: 2 }],
 *   networks: { recognition: [], generative: [] },
 * });
 * const prior = constantPrior('normal', { scale: 2 });
 * (await container.rebind(tokens.prior)).toConstantValue(prior);
 * console.log(container.get(tokens.model).latents[0]?.name); // z
 * ```
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
 * Builds the model and the objective of a container, ready for `trainAssembly`.
 *
 * @throws HelmholtzError (`graph`) if the objective needs a density or divergence that the model
 *   lacks; (`usage`) if its weights exceed the memory.
 *
 * @example
 * ```ts
 * import { assembled, createContainer } from '@helmholtz/recipes';
 *
 * const container = createContainer({
 *   recipe: 'vae',
 *   observed: { shape: [784] },
 *   latents: [{ name: 'z', size: 2 }],
 *   networks: { recognition: [], generative: [] },
 *   training: { epochs: 3 },
 * });
 * console.log(assembled(container).spec.training.epochs); // 3
 * ```
 */
export function assembled(container: Container): Assembly {
  const assembly = {
    spec: container.get(tokens.spec),
    model: withinMemory(() => container.get(tokens.model)),
    objective: container.get(tokens.objective),
    createStep: container.get(tokens.createStep),
  };
  checkDistributions(assembly.objective, assembly.model);
  return assembly;
}

/**
 * Builds the model and the objective of a spec, ready for `trainAssembly`.
 *
 * @throws HelmholtzError (`usage`) for an invalid spec or an unknown part.
 *
 * @example
 * ```ts
 * import { trainAssembly } from '@helmholtz/core';
 * import { loadDataset } from '@helmholtz/datasets';
 * import { assemble } from '@helmholtz/recipes';
 *
 * const assembly = assemble({
 *   recipe: 'vae',
 *   observed: { shape: [784] },
 *   latents: [{ name: 'z', size: 2 }],
 *   networks: { recognition: [{ layer: 'dense', units: 8 }], generative: [] },
 *   training: { epochs: 1, batchSize: 500 },
 * });
 * const { test } = await trainAssembly(assembly, { data: await loadDataset('digits', { limit: 1000 }) });
 * console.log('kl/z' in test); // true
 * ```
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
 * Builds the model of a spec, without its objective and training.
 *
 * @throws HelmholtzError (`usage`) for an invalid spec or an unknown part.
 *
 * @example
 * ```ts
 * import { buildModel } from '@helmholtz/recipes';
 *
 * const model = buildModel({
 *   recipe: 'vae',
 *   observed: { shape: [784] },
 *   latents: [{ name: 'z', size: 2 }],
 *   networks: { recognition: [{ layer: 'dense', units: 64, activation: 'relu' }], generative: [] },
 * });
 * console.log(model.latents[0]?.shape, model.observed[0]?.likelihood.family); // [ 2 ] bernoulli
 * ```
 */
export function buildModel(spec: Spec, plugins?: readonly Parts[]): LatentVariableModel;
export function buildModel<Added extends Partial<PartLists> = NoParts>(
  spec: SpecInput<Added>,
  plugins?: readonly Parts[],
): LatentVariableModel;
export function buildModel(spec: object, plugins: readonly Parts[] = []): LatentVariableModel {
  return modelContainer(createCatalogue(plugins), parseSpec(spec)).get(tokens.model);
}
