import { noiseSuits } from '@helmholtz/distributions';
import { ContainerModule, type ResolutionContext, type ServiceIdentifier } from 'inversify';

import { LatentVariableModel } from '../graph/model.js';
import { checkObjective } from '../objectives/check-objective.js';
import type { Objective } from '../objectives/objective.js';
import { type LatentReference, partOf } from '../spec/latent-reference.js';
import { type PartReference, partName } from '../spec/part-reference.js';
import type { Spec } from '../spec/schema.js';
import { buildGraph } from './build-graph.js';
import { buildObjectiveNetworks } from './build-objective-networks.js';
import { chooseByName } from './choose.js';
import {
  chooseConditionalPrior,
  chooseLikelihood,
  chooseObjective,
  choosePosterior,
  choosePrior,
} from './choose-parts.js';
import type { ModelParts } from './parts.js';
import type { Recipe } from './recipe.js';
import { catalogue, partTokens, tokens } from './tokens.js';

/**
 * Functions that make the parts of a model from registered parts and from other parts, by token.
 */
type PartFactories = { readonly [Name in keyof ModelParts]?: (get: Get) => ModelParts[Name] };

interface Get {
  <Service>(token: ServiceIdentifier<Service>): Service;
  /** Returns every registered part of a kind, including those of plugins. */
  all<Part>(token: ServiceIdentifier<Part>): Part[];
}

/**
 * Returns a container module that binds the parts of one model to the spec's choices from the
 * catalogue. Rebinding a token changes that part without changing the recipe. `networksModule` of
 * `@helmholtz/layers` binds the networks.
 *
 * @example
 * ```ts
 * import { catalogueModule, coreParts, modelModule, tokens } from '@helmholtz/core';
 * import { defaultSpec } from '@helmholtz/recipes';
 * import { Container } from 'inversify';
 *
 * const container = new Container();
 * const spec = { ...defaultSpec('vae', [4]), objective: { name: 'elbo', beta: 4 } };
 * await container.load(catalogueModule(coreParts), modelModule(spec));
 * console.log(container.get(tokens.objective).name); // elbo
 * ```
 */
export function modelModule(spec: Spec): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(tokens.spec).toConstantValue(spec);
    bind(tokens.recipe).toDynamicValue((context) =>
      chooseByName('recipe', getter(context).all(catalogue.recipe), partName(spec.recipe)),
    );
    bind(tokens.objective).toDynamicValue((context) =>
      chooseObjective(getter(context).all(catalogue.objective), spec.objective),
    );
    for (const [name, make] of Object.entries(partFactories(spec))) {
      bind<unknown>(partTokens[name as keyof ModelParts]).toDynamicValue((context) => make(getter(context)));
    }
    bind(tokens.parts).toDynamicValue((context) => partsOf(getter(context)));
    bind(tokens.model)
      .toDynamicValue((context) => {
        const get = getter(context);
        return buildModel(spec, get(tokens.recipe), get(tokens.parts), get(tokens.objective));
      })
      .inSingletonScope();
  });
}

function buildModel(
  spec: Spec,
  recipe: Recipe,
  parts: ModelParts,
  objective: Objective,
): LatentVariableModel {
  const { graph, declaredKl } = buildGraph(spec, recipe, parts, objective);
  const plain = new LatentVariableModel(graph, spec, [], declaredKl);
  const owned = buildObjectiveNetworks(objective, plain, parts.networks, spec);
  const model = owned.length === 0 ? plain : new LatentVariableModel(graph, spec, owned, declaredKl);
  checkObjective(objective, model);
  return model;
}

function getter(context: ResolutionContext): Get {
  const get = <Service>(token: ServiceIdentifier<Service>): Service => context.get(token);
  const all = <Part>(token: ServiceIdentifier<Part>): Part[] => context.getAll(token, { optional: true });
  return Object.assign(get, { all });
}

function partsOf(get: Get): ModelParts {
  const entries = Object.entries(partTokens).map(([name, token]) => [name, get<unknown>(token)] as const);
  return Object.fromEntries(entries) as unknown as ModelParts;
}

function partFactories(spec: Spec): PartFactories {
  const latentOf = (name: string) => spec.latents.find((latent) => latent.name === name);
  const ownPosterior = (latent: string): PartReference | undefined => partOf(latentOf(latent)?.posterior);
  return {
    likelihood: (get) => chooseLikelihood(get.all(catalogue.likelihood), spec.likelihood),
    likelihoodOf: (get) => (variable) => {
      const ownLikelihood = [spec.observed, ...(spec.inputs ?? [])].find(
        ({ name }) => name === variable,
      )?.likelihood;
      return ownLikelihood === undefined
        ? get(tokens.likelihood)
        : chooseLikelihood(get.all(catalogue.likelihood), ownLikelihood);
    },
    posterior: (get) => choosePosterior(get.all(catalogue.posterior), spec.posterior),
    posteriorOf: (get) => (latent) => {
      const ownPart = ownPosterior(latent);
      return ownPart === undefined
        ? get(tokens.posterior)
        : choosePosterior(get.all(catalogue.posterior), ownPart);
    },
    prior: (get) => choosePrior(get.all(catalogue.prior), spec.prior),
    priorOf: (get) => (latent) => {
      const ownPrior = partOf(latentOf(latent)?.prior);
      return ownPrior === undefined ? get(tokens.prior) : choosePrior(get.all(catalogue.prior), ownPrior);
    },
    conditionalPriorOf: (get) => (latent) =>
      chooseConditionalPrior(get.all(catalogue.conditionalPrior), conditional(latentOf(latent)?.prior)),
    noise: (get) => spec.noise ?? get(tokens.posterior).noise ?? 'standardNormal',
    noiseOf: (get) => (latent) => {
      const noise = get(tokens.noise);
      // The spec's noise applies to every latent. A posterior that does not support it throws.
      if (spec.noise !== undefined || ownPosterior(latent) === undefined) return noise;
      const { noise: own = 'standardNormal' } = get(tokens.posteriorOf)(latent);
      return noiseSuits(own, noise) ? noise : own;
    },
  };
}

/**
 * A conditional prior without a name is normal: specs from before these priors had names rely on
 * it.
 */
function conditional(reference: LatentReference | undefined): PartReference {
  const ownPart = partOf(reference);
  if (ownPart !== undefined) return ownPart;
  const {
    given: _given,
    network: _network,
    ...options
  } = typeof reference === 'object' ? reference : ({} as Extract<LatentReference, object>);
  return { ...options, name: 'normal' };
}
