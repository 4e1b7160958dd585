import type { ServiceIdentifier } from 'inversify';

import type { LatentVariableModel } from '../graph/model.js';
import type { Objective } from '../objectives/objective.js';
import type { Spec } from '../spec/schema.js';
import type { CreateStep } from '../training/step.js';
import type { StepCompiler } from '../training/step-compiler.js';
import type {
  ConditionalPriorPart,
  LikelihoodPart,
  ModelParts,
  ObjectivePart,
  PosteriorPart,
  PriorPart,
} from './parts.js';
import type { Recipe } from './recipe.js';

const token = <Service>(name: string): ServiceIdentifier<Service> => Symbol.for(`helmholtz.${name}`);
const partToken = <Name extends keyof ModelParts>(name: Name) => token<ModelParts[Name]>(name);

/** What is on offer: bound many times, chosen from by name. */
export const catalogue = {
  recipe: token<Recipe>('catalogue.recipe'),
  likelihood: token<LikelihoodPart>('catalogue.likelihood'),
  posterior: token<PosteriorPart>('catalogue.posterior'),
  prior: token<PriorPart>('catalogue.prior'),
  conditionalPrior: token<ConditionalPriorPart>('catalogue.conditionalPrior'),
  objective: token<ObjectivePart>('catalogue.objective'),
};

/** The parts of one model: bound once each, from the spec by default. Rebinding one changes it alone. */
export const partTokens = {
  networks: partToken('networks'),
  likelihood: partToken('likelihood'),
  likelihoodOf: partToken('likelihoodOf'),
  posterior: partToken('posterior'),
  posteriorOf: partToken('posteriorOf'),
  prior: partToken('prior'),
  priorOf: partToken('priorOf'),
  conditionalPriorOf: partToken('conditionalPriorOf'),
  noise: partToken('noise'),
  noiseOf: partToken('noiseOf'),
};

/** What one model is made of and trained by. */
export const tokens = {
  ...partTokens,
  spec: token<Spec>('spec'),
  recipe: token<Recipe>('recipe'),
  /** All parts of the model, as one object. */
  parts: token<ModelParts>('parts'),
  objective: token<Objective>('objective'),
  /** What updates are done by: not of a spec, but of the place that the program runs in. */
  createStep: token<CreateStep>('createStep'),
  /** What compiles everything else that is computed batch by batch, such as an evaluation; of the place, too. */
  compile: token<StepCompiler>('compile'),
  model: token<LatentVariableModel>('model'),
};
