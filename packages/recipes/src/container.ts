import {
  type Assembly,
  checkLatents,
  type LatentVariableModel,
  modelModule,
  parseSpec,
  type Spec,
  type SpecInput,
  tokens,
  trainingModule,
} from '@helmholtz/core';
import { layersModule, networksModule } from '@helmholtz/layers';
import { Container, type ContainerModule } from 'inversify';

import { recipesModule } from './module.js';

/** Everything on offer in the packages of Helmholtz, and in `plugins`, which are loaded last. */
export function createCatalogue(plugins: readonly ContainerModule[] = []): Container {
  const container = new Container();
  container.load(trainingModule, layersModule, recipesModule, ...plugins);
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
 * @throws HelmholtzError (`usage`) for an invalid spec.
 */
export function createContainer(spec: SpecInput, plugins: readonly ContainerModule[] = []): Container {
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
export function assemble(spec: SpecInput, plugins: readonly ContainerModule[] = []): Assembly {
  return assembled(createContainer(spec, plugins));
}

/**
 * The model that a spec declares, without its objective and what it says of training.
 *
 * @throws HelmholtzError (`usage`) for an invalid spec or an unknown part.
 */
export function buildModel(spec: SpecInput, plugins: readonly ContainerModule[] = []): LatentVariableModel {
  return createContainer(spec, plugins).get(tokens.model);
}
