import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import * as core from '@helmholtz/core';
import { HelmholtzError, nearest } from '@helmholtz/base';
import type { DatasetSource, TrainingSet } from '@helmholtz/datasets';
import * as layers from '@helmholtz/layers';
import * as tfCore from '@tensorflow/tfjs-core';
import * as tfLayers from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import type { Plugin, PluginApi, PluginContributions } from './plugin.js';

export interface LoadedPlugins {
  readonly parts: readonly core.Parts[];
  /** Data sets of the plugins, without built-in ones. */
  readonly datasets: readonly DatasetSource<string, TrainingSet>[];
}

/** Lists that a plugin can contribute. */
export const kinds = [
  'recipes',
  'likelihoods',
  'posteriors',
  'priors',
  'conditionalPriors',
  'objectives',
  'distributions',
  'klDivergences',
  'noise',
  'flowSteps',
  'layers',
  'datasets',
];

/**
 * Loads plugins from their files.
 *
 * @throws HelmholtzError (`usage`) for a file that is missing, throws, or has another export.
 */
export async function loadPlugins(files: readonly string[]): Promise<LoadedPlugins> {
  const contributions = [];
  for (const file of files) contributions.push(await loadPlugin(file));
  return { parts: contributions, datasets: contributions.flatMap(({ datasets = [] }) => datasets) };
}

async function loadPlugin(file: string): Promise<PluginContributions> {
  const datasets = await import('@helmholtz/datasets');
  const api: PluginApi = { core, layers, datasets, tf: { ...tfCore, ...tfLayers } as PluginApi['tf'], z };
  const path = resolve(file);
  if (!existsSync(path)) {
    throw new HelmholtzError('usage', `There is no plugin file ${path}.`, {
      hint: 'Give its path from the working directory, or an absolute path.',
    });
  }
  let contributions: unknown;
  try {
    const { default: plugin } = (await import(pathToFileURL(path).href)) as { default?: Plugin };
    contributions = await (typeof plugin === 'function' ? plugin(api) : plugin);
  } catch (cause) {
    const [why] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw new HelmholtzError('usage', `The plugin ${file} could not be loaded: ${why}`, {
      hint: 'A plugin is an ES module with a default export ({ core, layers, datasets, tf, z }) => contributions.',
      cause,
    });
  }
  checkContributions(file, contributions);
  return contributions;
}

function checkContributions(
  file: string,
  contributions: unknown,
): asserts contributions is PluginContributions {
  if (typeof contributions !== 'object' || contributions === null) {
    throw new HelmholtzError('usage', `The plugin ${file} has no default export with its contributions.`, {
      hint: 'Write: export default ({ core, layers, datasets, tf, z }) => ({ recipes: [...] })',
    });
  }
  for (const [kind, parts] of Object.entries(contributions)) {
    if (!kinds.includes(kind)) {
      throw new HelmholtzError('usage', `The plugin ${file} contributes the unknown list "${kind}".`, {
        hint: nearest(kind, kinds),
      });
    }
    if (!Array.isArray(parts)) {
      throw new HelmholtzError(
        'usage',
        `The plugin ${file}: "${kind}" must be an array. Received: ${typeof parts}.`,
        {
          hint: `Write: ${kind}: [...]`,
        },
      );
    }
    if (kind !== 'klDivergences') checkNames(file, kind, parts);
  }
  core.checkParts(contributions, file);
}

function checkNames(file: string, kind: string, parts: readonly unknown[]): void {
  const key = kind === 'layers' ? 'className' : 'name';
  const nameless = parts.findIndex((part) => {
    const name = (part as Record<string, unknown> | null)?.[key];
    return typeof name !== 'string' || name === '' || (kind === 'layers' && typeof part !== 'function');
  });
  if (nameless < 0) return;
  throw new HelmholtzError('usage', `The plugin ${file}: ${kind}[${nameless}] has no ${key}.`, {
    hint:
      kind === 'layers'
        ? 'Each layer is a class with a static className = ...'
        : 'Each part needs a name and a description.',
  });
}
