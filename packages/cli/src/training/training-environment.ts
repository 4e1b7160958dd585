import { resolve } from 'node:path';

import { examplesByPart, numberOfExamples, type Spec, splitData } from '@helmholtz/core';
import { type Environment, describeEnvironment } from '@helmholtz/core/run';
import type { DatasetPair, TrainingSet } from '@helmholtz/datasets';
import { version_core } from '@tensorflow/tfjs-core';

import { version } from '../version.js';

/** How the command line began a training. */
export interface TrainingStart {
  readonly backend: string;
  /** The command line that repeats the training. */
  readonly command: string;
  /** Paths of plugins, as they were given. */
  readonly plugins: readonly string[];
}

/** Returns the content of `environment.json` for a training that begins now. */
export function trainingEnvironment(
  spec: Spec,
  data: DatasetPair<TrainingSet>,
  { backend, command, plugins }: TrainingStart,
): Environment {
  const { train } = splitData(spec, data);
  const parts = examplesByPart(train);
  return describeEnvironment({
    helmholtz: version,
    tensorflowjs: version_core,
    backend,
    command,
    plugins: plugins.map((file) => resolve(file)),
    examples: numberOfExamples(train),
    ...(parts ? { parts } : {}),
  });
}
