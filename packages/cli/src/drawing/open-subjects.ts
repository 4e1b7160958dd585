import { basename, dirname, extname, resolve } from 'node:path';

import type { ModelDescription } from '@helmholtz/core';
import { readJsonFile } from '@helmholtz/core/run';
import { isModelFile, readModel } from '@helmholtz/diagrams';

import type { SpecOptions } from '@helmholtz/recipes/reading';
import type { CommonOptions } from '../options.js';
import type { Subject } from './subject.js';

/** Opens the models of a command line: recipes, spec files, saved models and run folders. */
export async function openSubjects(
  sources: readonly string[],
  options: CommonOptions & SpecOptions,
): Promise<Subject[]> {
  const subjects: Subject[] = [];
  for (const source of sources) {
    const saved = await readSavedModel(source);
    const subject = saved ? { description: saved } : await declared(source, options);
    subjects.push({ name: nameOf(source), ...subject });
  }
  return subjects;
}

/** Reads a model that TensorFlow.js or Keras saved, or a description. Loads no training code. */
async function readSavedModel(source: string): Promise<ModelDescription | undefined> {
  if (!/\.json$/i.test(source)) return undefined;
  const value = await readJsonFile(source);
  // Any other JSON is read as a spec.
  return isModelFile(value) ? readModel(value, source) : undefined;
}

/** Describes a declared model. Loads the code for it only here. */
async function declared(
  source: string,
  options: CommonOptions & SpecOptions,
): Promise<Omit<Subject, 'name'>> {
  const { describeDeclared } = await import('./declared.js');
  return describeDeclared(source, options);
}

/** Returns `vae` for the recipe, for `models/vae.yaml`, for `runs/vae` and for `vae/model.json`. */
function nameOf(source: string): string {
  const path = resolve(source);
  const name = basename(path, extname(path));
  return basename(path) === 'model.json' ? basename(dirname(path)) : name;
}
