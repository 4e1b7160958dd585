import { LayersModel } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { HelmholtzError, nearest, itemAt } from '@helmholtz/base';
import { RandomStream, withSeededRandom } from '@helmholtz/distributions';
import { partOptions } from '../spec/part-reference.js';
import { validate } from '../spec/parse.js';
import type { Spec } from '../spec/schema.js';
import { partOf, sourceOf } from '../spec/latent-reference.js';
import type { Objective } from '../objectives/objective.js';
import type { DeclaredKl } from '../graph/variables.js';
import { checkExposed } from './check-exposed.js';
import { checkFilled, maskedParts } from './missing-values.js';
import type { LatentConfig, ModelParts, Posterior } from './parts.js';
import type { Recipe, RecipeParts, SampledLatent, TakenOfVariables } from './recipe.js';

interface BuiltGraph {
  readonly graph: LayersModel;
  /** By latent. */
  readonly declaredKl: ReadonlyMap<string, DeclaredKl>;
}

/** Name of an objective, and the networks that it owns. */
type NetworksOwner = Pick<Objective, 'name' | 'networks'>;

/**
 * Builds the graph of a recipe from a spec and its parts, with the kinds of KL divergence that the
 * posteriors of its latents declare.
 *
 * @throws HelmholtzError (`usage`) for options, networks, posteriors or priors that the recipe does
 *   not use; (`graph`) if the recipe fails.
 */
export function buildGraph(
  spec: Spec,
  recipe: Recipe,
  { networks, ...parts }: ModelParts,
  objective: NetworksOwner,
): BuiltGraph {
  const options = validate(
    recipe.options ?? z.strictObject({}),
    partOptions(spec.recipe),
    `the recipe "${recipe.name}"`,
  );
  checkVariables(recipe, spec);
  const names = networksOf(recipe, spec, options);
  checkNetworks(spec, recipe, names, objective);
  const network: RecipeParts['network'] = (name) => {
    if (names.includes(name)) return (input, config) => networks(name)(input, { name, ...config });
    throw new HelmholtzError('graph', `The recipe "${recipe.name}" asks for a network "${name}".`, {
      hint: `It declares: ${names.join(', ') || 'none'}. Its \`networks\` must list every network that it uses.`,
    });
  };
  const variablesOf = { posterior: new Set<string>(), prior: new Set<string>() };
  const declaredKl = new Map<string, DeclaredKl>();
  const noted = (posterior: Posterior): Posterior => {
    const note = ({ variable }: LatentConfig): void => {
      if (posterior.declaredKl) declaredKl.set(variable, posterior.declaredKl);
    };
    const { combine } = posterior;
    return {
      ...posterior,
      sample(features, latent) {
        note(latent);
        return posterior.sample(features, latent);
      },
      combine:
        combine &&
        ((experts, latent) => {
          note(latent);
          return combine(experts, latent);
        }),
    };
  };
  const posteriorOf: RecipeParts['posteriorOf'] = (latent) => {
    variablesOf.posterior.add(latent);
    return noted(parts.posteriorOf(latent));
  };
  const priorOf: RecipeParts['priorOf'] = (latent) => {
    variablesOf.prior.add(latent);
    return parts.priorOf(latent);
  };
  const configOf = ({ name, size, prior = priorOf(name), global }: SampledLatent): LatentConfig => ({
    variable: name,
    size,
    prior,
    noise: parts.noiseOf(name),
    global,
  });
  const sample: RecipeParts['sample'] = (features, latent) => {
    const posterior = posteriorOf(latent.name);
    if (posterior.combine) throw needsExperts(recipe.name, latent.name, posterior.name);
    return posterior.sample(features, configOf(latent));
  };
  const combine: RecipeParts['combine'] = (experts, latent) => {
    const posterior = posteriorOf(latent.name);
    if (!posterior.combine) throw combinesNoExperts(recipe.name, latent.name, posterior.name);
    return posterior.combine(experts, configOf(latent));
  };
  const posterior = noted(parts.posterior);
  const recipeParts: RecipeParts = {
    ...maskedParts(spec, parts),
    posterior,
    posteriorOf,
    priorOf,
    network,
    sample,
    combine,
  };
  const graph = build(recipe, () => recipe.build(spec, recipeParts, options), spec.seed);
  checkExposed(recipe.name, spec, graph, parts.likelihoodOf);
  checkFilled(recipe.name, spec, graph);
  checkLatents(recipe, spec, variablesOf);
  return { graph, declaredKl };
}

function needsExperts(recipe: string, latent: string, posterior = 'of this latent'): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The posterior "${posterior}" of "${latent}" combines experts, and the recipe "${recipe}" has none.`,
    {
      hint: 'Choose the recipe "multimodal-vae", or list the experts in the recipe "composed": posterior: { name: productOfExperts, experts: [x, label] }.',
    },
  );
}

function combinesNoExperts(recipe: string, latent: string, posterior = 'of this latent'): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The recipe "${recipe}" has experts of "${latent}", which its posterior "${posterior}" can't combine.`,
    {
      hint: 'Choose a posterior that combines normal experts: productOfExperts, mixtureOfExperts or mixtureOfProducts.',
    },
  );
}

/** A latent's own posterior or prior that the recipe never reads would be ignored silently. */
function checkLatents(
  { name: recipe }: Recipe,
  { latents }: Spec,
  asked: Readonly<Record<'posterior' | 'prior', ReadonlySet<string>>>,
): void {
  latents.forEach((latent, index) => {
    for (const kind of ['posterior', 'prior'] as const) {
      const isOwn = partOf(latent[kind]) !== undefined && sourceOf(latent[kind]).given === undefined;
      if (!isOwn || asked[kind].has(latent.name)) continue;
      throw new HelmholtzError(
        'usage',
        `the spec at latents.${index}.${kind}: the recipe "${recipe}" has its own ${kind} of "${latent.name}".`,
        { hint: `Leave the ${kind} of this latent out, or choose another recipe, such as "composed".` },
      );
    }
  });
}

/** Properties of variables that the recipe does not read would be ignored silently. */
function checkVariables(
  { name, takes = [] }: Recipe,
  { observed, inputs = [], latents, features }: Spec,
): void {
  const fed = ['given', 'network'] as const;
  const ownLikelihoods = [
    observed.likelihood !== undefined && 'observed.likelihood',
    ...inputs.map(({ likelihood }, index) => likelihood !== undefined && `inputs.${index}.likelihood`),
  ];
  const notes: Record<TakenOfVariables, readonly (string | false)[]> = {
    inputs: [inputs.length > 0 && 'inputs'],
    networkInput: [
      observed.networkInput === 'log1p' && 'observed.networkInput',
      ...inputs.map((input, index) => input.networkInput === 'log1p' && `inputs.${index}.networkInput`),
    ],
    likelihoods: takes.includes('sources') ? [] : ownLikelihoods,
    sources: [
      ...fed.map((key) => observed[key] !== undefined && `observed.${key}`),
      ...inputs.flatMap((input, index) =>
        fed.map((key) => input[key] !== undefined && `inputs.${index}.${key}`),
      ),
      ...latents.flatMap((latent, index) =>
        (['posterior', 'prior'] as const).map(
          (key) => Object.keys(sourceOf(latent[key])).some(isSource) && `latents.${index}.${key}`,
        ),
      ),
      features !== undefined && 'features',
    ],
  };
  for (const [kind, paths] of Object.entries(notes) as [TakenOfVariables, readonly (string | false)[]][]) {
    const path = takes.includes(kind) ? false : paths.find((each) => each !== false);
    if (path === false || path === undefined) continue;
    throw new HelmholtzError('usage', `the spec at ${path}: the recipe "${name}" does not take it.`, {
      hint: 'A recipe that composes variables does, such as "composed": see docs/how-to/declare-a-model.md.',
    });
  }
}

/** Each network of a spec belongs either to its recipe or to its objective. */
function checkNetworks(spec: Spec, recipe: Recipe, names: readonly string[], objective: NetworksOwner): void {
  const owned = Object.keys(objective.networks ?? {});
  const both = owned.find((name) => [...names, 'model', 'recognition', 'generative'].includes(name));
  if (both !== undefined) {
    throw new HelmholtzError(
      'usage',
      `The objective "${objective.name}" owns a network "${both}", a name that the model has already.`,
      { hint: 'Give the network of the objective another name, such as discriminator.' },
    );
  }
  const unknown = Object.keys(spec.networks).find((name) => !names.includes(name) && !owned.includes(name));
  if (unknown === undefined) return;
  const neither = owned.length === 0 ? 'has' : `and the objective "${objective.name}" have`;
  throw new HelmholtzError(
    'usage',
    `the spec at networks.${unknown}: the recipe "${recipe.name}" ${neither} no network of that name.`,
    { hint: nearest(unknown, [...names, ...owned]) },
  );
}

const isSource = (key: string): boolean => ['given', 'network', 'experts'].includes(key);

function networksOf(recipe: Recipe, spec: Spec, options: unknown): readonly string[] {
  const { networks = ['recognition', 'generative'] } = recipe;
  return typeof networks === 'function' ? networks(spec, options) : networks;
}

/** A plugin's recipe may fail: errors name the recipe. */
function build({ name }: Recipe, make: () => unknown, seed: number): LayersModel {
  let graph: unknown;
  try {
    graph = withSeededRandom(new RandomStream(seed, 'initialization'), make);
  } catch (error) {
    if (error instanceof HelmholtzError) throw error;
    const message = itemAt((error as Error).message.split('\n'), 0);
    throw new HelmholtzError('graph', `The recipe "${name}" failed: ${message}`, {
      hint: 'Run it with --debug to see where in the recipe.',
      cause: error,
    });
  }
  if (graph instanceof LayersModel) return graph;
  throw new HelmholtzError('graph', `The recipe "${name}" returned ${String(graph)}.`, {
    hint: 'build must return the graph: return latentVariableGraph({ name, inputs, outputs }).',
  });
}
