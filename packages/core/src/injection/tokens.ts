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

/** Registered parts by kind. Each token is bound many times. Specs choose by name. */
export const catalogue = {
  recipe: token<Recipe>('catalogue.recipe'),
  likelihood: token<LikelihoodPart>('catalogue.likelihood'),
  posterior: token<PosteriorPart>('catalogue.posterior'),
  prior: token<PriorPart>('catalogue.prior'),
  conditionalPrior: token<ConditionalPriorPart>('catalogue.conditionalPrior'),
  objective: token<ObjectivePart>('catalogue.objective'),
};

/**
 * Parts of one model, each bound once, from the spec by default. Rebinding one changes only that
 * part.
 */
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

/** Tokens of one model and its training. */
export const tokens = {
  ...partTokens,
  spec: token<Spec>('spec'),
  recipe: token<Recipe>('recipe'),
  /** All parts of the model, as one object. */
  parts: token<ModelParts>('parts'),
  objective: token<Objective>('objective'),
  /** Factory of training steps. It depends on the platform, not on the spec. */
  createStep: token<CreateStep>('createStep'),
  /**
   * Compiler of batch computations other than training, such as evaluation. It also depends on the
   * platform.
   */
  compile: token<StepCompiler>('compile'),
  model: token<LatentVariableModel>('model'),
};
