import { basename, dirname, extname, resolve } from 'node:path';

import type { ModelDescription } from '@helmholtz/core';
import { readJsonFile } from '@helmholtz/core/run';
import { isModelFile, readModel } from '@helmholtz/diagrams';

import type { SpecOptions } from '@helmholtz/recipes/reading';
import type { CommonOptions } from '../options.js';
import type { Subject } from './subject.js';

/** The models that the arguments of a command line name: recipes, files of specs or models, folders of runs. */
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

/** A model that TensorFlow.js or Keras saved, or a description: read without loading what trains and declares models. */
async function readSavedModel(source: string): Promise<ModelDescription | undefined> {
  if (!/\.json$/i.test(source)) return undefined;
  const value = await readJsonFile(source);
  // Any other JSON may declare a spec, and is told so.
  return isModelFile(value) ? readModel(value, source) : undefined;
}

/** What declares and builds models is loaded only where it is needed. */
async function declared(
  source: string,
  options: CommonOptions & SpecOptions,
): Promise<Omit<Subject, 'name'>> {
  const { describeDeclared } = await import('./declared.js');
  return describeDeclared(source, options);
}

/** `vae` for the recipe, for `models/vae.yaml`, and for the folders of `runs/vae` and of `vae/model.json`. */
function nameOf(source: string): string {
  const path = resolve(source);
  const name = basename(path, extname(path));
  return basename(path) === 'model.json' ? basename(dirname(path)) : name;
}
