import { LayersModel } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { HelmholtzError } from '../errors.js';
import { nearest } from '../nearest.js';
import { RandomStream } from '../random/stream.js';
import { withSeededRandom } from '../random/seeded.js';
import { partOptions } from '../spec/part-reference.js';
import { validate } from '../spec/parse.js';
import type { Spec } from '../spec/schema.js';
import type { Networks, Recipe, RecipeParts } from './parts.js';

/** The parts of a recipe, its networks not yet known to be the recipe's. */
export type UnnamedParts = Omit<RecipeParts, 'network'> & { readonly networks: Networks };

/**
 * The graph that a recipe makes of a spec and its parts.
 *
 * @throws HelmholtzError (`usage`) for options or networks that the recipe does not take; (`graph`) where it fails.
 */
export function buildGraph(spec: Spec, recipe: Recipe, { networks, ...parts }: UnnamedParts): LayersModel {
  const options = validate(
    recipe.options ?? z.strictObject({}),
    partOptions(spec.recipe),
    `the recipe "${recipe.name}"`,
  );
  const names = networksOf(recipe, spec, options);
  const unknown = Object.keys(spec.networks).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new HelmholtzError(
      'usage',
      `the spec at networks.${unknown}: the recipe "${recipe.name}" has no network of that name.`,
      { hint: nearest(unknown, names) },
    );
  }
  const network: RecipeParts['network'] = (name) => {
    if (names.includes(name)) return (input, config) => networks(name)(input, { name, ...config });
    throw new HelmholtzError('graph', `The recipe "${recipe.name}" asks for a network "${name}".`, {
      hint: `It declares: ${names.join(', ') || 'none'}. Its \`networks\` must name all that it asks for.`,
    });
  };
  return build(recipe, () => recipe.build(spec, { ...parts, network }, options), spec.seed);
}

function networksOf(recipe: Recipe, spec: Spec, options: unknown): readonly string[] {
  const { networks = ['recognition', 'generative'] } = recipe;
  return typeof networks === 'function' ? networks(spec, options) : networks;
}

/** A recipe may be anyone's: what goes wrong in it is told with its name. */
function build({ name }: Recipe, make: () => unknown, seed: number): LayersModel {
  let graph: unknown;
  try {
    graph = withSeededRandom(new RandomStream(seed, 'initialization'), make);
  } catch (error) {
    if (error instanceof HelmholtzError) throw error;
    const message = (error as Error).message.split('\n')[0]!;
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
