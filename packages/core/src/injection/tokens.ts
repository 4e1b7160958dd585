import type { ServiceIdentifier } from 'inversify';

import type { LatentVariableModel } from '../graph/model.js';
import type { Objective } from '../objectives/objective.js';
import type { Spec } from '../spec/schema.js';
import type { CreateStep } from '../training/step.js';
import type { StepCompiler } from '../training/step-compiler.js';
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

const token = <Service>(name: string): ServiceIdentifier<Service> => Symbol.for(`helmholtz.${name}`);

/** What is on offer: bound many times, chosen from by name. */
export const catalogue = {
  recipe: token<Recipe>('catalogue.recipe'),
  likelihood: token<LikelihoodPart>('catalogue.likelihood'),
  posterior: token<PosteriorPart>('catalogue.posterior'),
  prior: token<PriorPart>('catalogue.prior'),
  objective: token<ObjectivePart>('catalogue.objective'),
};

/** What one model is made of: bound once each, from the spec unless rebound. */
export const tokens = {
  spec: token<Spec>('spec'),
  recipe: token<Recipe>('recipe'),
  /** The networks by their names. */
  networks: token<Networks>('networks'),
  likelihood: token<Likelihood>('likelihood'),
  /** The likelihoods of several observed variables by their names; of one without its own it is that of the model. */
  likelihoodOf: token<(variable: string) => Likelihood>('likelihoodOf'),
  posterior: token<Posterior>('posterior'),
  prior: token<Prior>('prior'),
  /** The name of a noise source. */
  noise: token<string>('noise'),
  objective: token<Objective>('objective'),
  /** What updates are done by: not of a spec, but of the place that the program runs in. */
  createStep: token<CreateStep>('createStep'),
  /** What compiles everything else that is computed batch by batch, such as an evaluation; of the place, too. */
  compile: token<StepCompiler>('compile'),
  model: token<LatentVariableModel>('model'),
};
