import { ContainerModule, type ServiceIdentifier } from 'inversify';

import { checkNoise, priorFamilies } from '@helmholtz/distributions';
import { HelmholtzError } from '@helmholtz/base';
import { LatentVariableModel } from '../graph/model.js';
import { checkObjective } from '../objectives/check-objective.js';
import type { Objective } from '../objectives/objective.js';
import { type PartReference, partName, partOptions } from '../spec/part-reference.js';
import type { Spec } from '../spec/schema.js';
import { buildGraph } from './build-graph.js';
import { buildObjectiveNetworks } from './build-objective-networks.js';
import { choose, chooseByName } from './choose.js';
import type {
  Likelihood,
  LikelihoodPart,
  Networks,
  ObjectivePart,
  Posterior,
  PosteriorPart,
  Prior,
  PriorPart,
  Recipe,
} from './parts.js';
import { catalogue, tokens } from './tokens.js';

/** Every part of a kind that is on offer, ours and plugins'. */
const all = <Part>(serviceIdentifier: ServiceIdentifier<Part>) => ({
  serviceIdentifier,
  isMultiple: true as const,
  optional: true as const,
});

/**
 * Binds the parts of one model to what its spec chooses from the catalogue. Rebinding any of these tokens changes the
 * model without touching its recipe.
 *
 * The networks are bound by whoever can build layers from a spec.
 */
export function modelModule(spec: Spec): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(tokens.spec).toConstantValue(spec);
    bind(tokens.recipe).toResolvedValue(
      (recipes: Recipe[]) => chooseByName('recipe', recipes, partName(spec.recipe)),
      [all(catalogue.recipe)],
    );
    bind(tokens.likelihood).toResolvedValue(
      (parts: LikelihoodPart[]) => chooseLikelihood(parts, spec.likelihood),
      [all(catalogue.likelihood)],
    );
    bind(tokens.likelihoodOf).toResolvedValue(
      (parts: LikelihoodPart[], likelihood: Likelihood) => (variable: string) => {
        const own = [spec.observed, ...(spec.inputs ?? [])].find(({ name }) => name === variable)?.likelihood;
        return own === undefined ? likelihood : chooseLikelihood(parts, own);
      },
      [all(catalogue.likelihood), tokens.likelihood],
    );
    bind(tokens.posterior).toResolvedValue(
      (parts: PosteriorPart[]) => choosePosterior(parts, spec.posterior),
      [all(catalogue.posterior)],
    );
    bind(tokens.objective).toResolvedValue(
      (parts: ObjectivePart[]) => chooseObjective(parts, spec.objective),
      [all(catalogue.objective)],
    );
    bind(tokens.prior).toResolvedValue(
      (parts: PriorPart[]) => choosePrior(parts, spec.prior),
      [all(catalogue.prior)],
    );
    bind(tokens.noise).toResolvedValue(
      (posterior: Posterior) => spec.noise ?? posterior.noise ?? 'standardNormal',
      [tokens.posterior],
    );
    bind(tokens.model)
      .toResolvedValue(buildModel, [
        tokens.spec,
        tokens.recipe,
        tokens.networks,
        tokens.likelihood,
        tokens.likelihoodOf,
        tokens.posterior,
        tokens.prior,
        tokens.noise,
        tokens.objective,
      ])
      .inSingletonScope();
  });
}

function buildModel(
  spec: Spec,
  recipe: Recipe,
  networks: Networks,
  likelihood: Likelihood,
  likelihoodOf: (variable: string) => Likelihood,
  posterior: Posterior,
  prior: Prior,
  noise: string,
  objective: Objective,
): LatentVariableModel {
  const parts = { networks, likelihood, likelihoodOf, posterior, prior, noise, objective };
  const graph = buildGraph(spec, recipe, parts);
  const plain = new LatentVariableModel(graph, spec);
  const owned = buildObjectiveNetworks(objective, plain, networks, spec);
  const model = owned.length === 0 ? plain : new LatentVariableModel(graph, spec, owned);
  checkObjective(objective, model);
  return model;
}

function chooseLikelihood(parts: readonly LikelihoodPart[], reference: PartReference): Likelihood {
  const { part, options } = choose('likelihood', parts, reference);
  const other = (of: PartReference): Likelihood => chooseLikelihood(parts, of);
  return {
    parameterShape: (eventShape) => part.parameterShape(eventShape, options, other),
    head: (config) => part.head(config, options, other),
  };
}

function choosePosterior(parts: readonly PosteriorPart[], reference: PartReference): Posterior {
  const { part, options } = choose('posterior', parts, reference);
  return {
    noise: part.noise,
    weighsPrior: part.weighsPrior,
    sample(features, variable) {
      checkNoise(`The posterior "${part.name}"`, part.noise, variable.noise);
      if (variable.global && !part.global) throw notGlobal(part.name, variable.variable);
      return part.sample(features, variable, options);
    },
  };
}

function notGlobal(posterior: string, latent: string): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The posterior "${posterior}" is computed from each example, and the latent "${latent}" is one for all of them.`,
    { hint: 'Take a posterior that can stand on its own: posterior: normal.' },
  );
}

/** A prior that a graph states, or a family by its constants, which are checked where it is used. */
function choosePrior(parts: readonly PriorPart[], reference: PartReference): Prior {
  const name = partName(reference);
  if (!parts.some((part) => part.name === name)) {
    chooseByName('prior', [...priorFamilies(), ...parts], name);
    return { ...partOptions(reference), name };
  }
  const { part, options } = choose('prior', parts, reference);
  return { of: (posterior, variable) => part.of(posterior, variable, options) };
}

function chooseObjective(parts: readonly ObjectivePart[], reference: PartReference): Objective {
  const { part, options } = choose('objective', parts, reference);
  return part.create(options);
}
