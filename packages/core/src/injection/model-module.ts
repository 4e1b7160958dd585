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

/** How a part of a model comes about: from what is on offer, and from other parts, by their tokens. */
type PartFactories = { readonly [Name in keyof ModelParts]?: (get: Get) => ModelParts[Name] };

interface Get {
  <Service>(token: ServiceIdentifier<Service>): Service;
  /** Every part of a kind that is on offer, ours and plugins'. */
  all<Part>(token: ServiceIdentifier<Part>): Part[];
}

/**
 * Binds the parts of one model to what its spec chooses from the catalogue. Rebinding any of these tokens changes the
 * model without touching its recipe.
 *
 * The networks are bound by whoever can build layers from a spec.
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
  const graph = buildGraph(spec, recipe, parts, objective);
  const plain = new LatentVariableModel(graph, spec);
  const owned = buildObjectiveNetworks(objective, plain, parts.networks, spec);
  const model = owned.length === 0 ? plain : new LatentVariableModel(graph, spec, owned);
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
      const own = [spec.observed, ...(spec.inputs ?? [])].find(({ name }) => name === variable)?.likelihood;
      return own === undefined
        ? get(tokens.likelihood)
        : chooseLikelihood(get.all(catalogue.likelihood), own);
    },
    posterior: (get) => choosePosterior(get.all(catalogue.posterior), spec.posterior),
    posteriorOf: (get) => (latent) => {
      const own = ownPosterior(latent);
      return own === undefined ? get(tokens.posterior) : choosePosterior(get.all(catalogue.posterior), own);
    },
    prior: (get) => choosePrior(get.all(catalogue.prior), spec.prior),
    priorOf: (get) => (latent) => {
      const own = partOf(latentOf(latent)?.prior);
      return own === undefined ? get(tokens.prior) : choosePrior(get.all(catalogue.prior), own);
    },
    conditionalPriorOf: (get) => (latent) =>
      chooseConditionalPrior(get.all(catalogue.conditionalPrior), conditional(latentOf(latent)?.prior)),
    noise: (get) => spec.noise ?? get(tokens.posterior).noise ?? 'standardNormal',
    noiseOf: (get) => (latent) => {
      const noise = get(tokens.noise);
      // What the spec says of noise holds for every latent, and a posterior that can't take it refuses it.
      if (spec.noise !== undefined || ownPosterior(latent) === undefined) return noise;
      const { noise: own = 'standardNormal' } = get(tokens.posteriorOf)(latent);
      return noiseSuits(own, noise) ? noise : own;
    },
  };
}

/** A conditional prior without a name is normal, as all of them were before they had names. */
function conditional(reference: LatentReference | undefined): PartReference {
  const own = partOf(reference);
  if (own !== undefined) return own;
  const {
    given: _given,
    network: _network,
    ...options
  } = typeof reference === 'object' ? reference : ({} as Extract<LatentReference, object>);
  return { ...options, name: 'normal' };
}
